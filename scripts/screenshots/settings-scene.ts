import { startScripted } from '../../tests/summary/scripted-server.ts'
import type { SceneOptions } from './scenes.ts'
import { launchIn } from './speech.ts'
import { go } from './stage.ts'

/** Every section of the settings; typed in, refused, fixed from outside, and after a test. */
export async function settings({ folder, camera, speech }: SceneOptions): Promise<void> {
  const model = await startScripted((response) => {
    response.statusCode = 404
    response.end('{"error":{"message":"model \\"llama3.1\\" not found, try pulling it first"}}')
  })
  const { w, t } = speech
  const app = await launchIn(speech, {
    folder,
    env: { RAPPORTEUR_SMTP_HOST: 'mail.tideline.example' },
  })
  const { page } = app
  const section = (name: string) => page.getByRole('tab', { name }).click()
  try {
    await go({ app, speech }, 'Settings')
    await page.getByText(w('Who writes the summary')).waitFor()
    await camera.shoot(app, '60-settings-summary')
    await page.getByRole('combobox', { name: w('Summary by') }).click()
    await page.getByRole('option', { name: w('Ollama') }).click()
    await page.getByRole('textbox', { name: w('Address of the server') }).fill(model.url)
    await page.getByRole('combobox', { name: w('Model'), exact: true }).fill('llama3.1')
    await page.getByLabel(w('API key')).fill('correct horse')
    await page.getByRole('button', { name: w('Test it') }).click()
    await page
      .getByText(new RegExp(`${t('settings.test.ok')}|${t('settings.test.failed')}`))
      .waitFor()
    await camera.shoot(app, '61-settings-summary-tested')
    await page
      .getByRole('textbox', { name: w('Address of the server') })
      .fill('https://models.tideline.example')
    await camera.shoot(app, '62-settings-leaves')
    await page.getByTestId('save-bar').getByRole('button').last().click()
    await camera.shoot(app, '63-settings-leaving')
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: w('Address of the server') }).fill('ollama on my desk')
    await camera.shoot(app, '64-settings-refused')
    await page.getByRole('button', { name: w('Discard') }).click()
    await section(w('Mail'))
    const recipients = page.getByRole('combobox', { name: w('Recipients') })
    await recipients.fill('ada@tideline.example')
    await recipients.press('Enter')
    await camera.shoot(app, '65-settings-mail')
    await page.getByRole('button', { name: w('Discard') }).click()
    await section(w('Workbook'))
    await camera.shoot(app, '66-settings-workbook')
    await section(w('Reports'))
    await camera.shoot(app, '67-settings-reports')
    await section(w('This computer'))
    await page.getByText(w('Data folder')).first().waitFor()
    await camera.shoot(app, '68-settings-app')
  } finally {
    await app.close()
    await model.close()
  }
}
