import { InvalidArgumentError, Option } from 'commander'
import { expect, test } from 'vitest'
import { SpokenCommand } from './command.ts'

/** What a command of ours answers to these arguments. */
function refusalOf(language: 'en' | 'de', ...args: string[]): string {
  let said = ''
  const program = new SpokenCommand('rapporteur', language)
  program.exitOverride().configureOutput({ writeErr: (text) => (said += text) })
  program
    .command('report')
    .argument('<exports...>')
    .requiredOption('--out <folder>')
    .addOption(new Option('--form <form>').choices(['csv', 'md']))
    .addOption(
      new Option('--port <port>').env('SPOKEN_TEST_PORT').argParser(() => {
        throw new InvalidArgumentError('So nicht.')
      }),
    )
  program.command('rescue').action(() => undefined)
  expect(() => program.parse(args, { from: 'user' })).toThrow()
  return said.trim()
}

test.each([
  [['reprot'], 'Fehler: Den Befehl „reprot“ gibt es nicht.\n(Meinten Sie report?)'],
  [['report', 'x'], 'Fehler: Es fehlt die Option „--out <folder>“.'],
  [['report', '--out', 'y'], 'Fehler: Es fehlt das Argument „exports“.'],
  [['report', 'x', '--out'], 'Fehler: Der Option „--out <folder>“ fehlt ihr Wert.'],
  [
    ['report', 'x', '--out', 'y', '--fort', 'z'],
    'Fehler: Die Option „--fort“ gibt es nicht.\n(Meinten Sie eine von --form, --port?)',
  ],
  [
    ['report', 'x', '--out', 'y', '--form', 'pdf'],
    'Fehler: Der Wert „pdf“ der Option „--form <form>“ ist ungültig. Möglich sind csv, md.',
  ],
  [
    ['report', 'x', '--out', 'y', '--port', "it's"],
    "Fehler: Der Wert „it's“ der Option „--port <port>“ ist ungültig. So nicht.",
  ],
  [['rescue', 'x', 'y'], 'Fehler: Zu viele Argumente: 2 statt 0.'],
])('the parser refuses %j in German', (args, said) => {
  expect(refusalOf('de', ...args)).toBe(said)
})

test('a variable that cannot be used is refused by its name', () => {
  process.env['SPOKEN_TEST_PORT'] = 'x'
  try {
    expect(refusalOf('de', 'report', 'x', '--out', 'y')).toBe(
      'Fehler: Der Wert „x“ der Option „--port <port>“ aus der Variablen SPOKEN_TEST_PORT ist ungültig. So nicht.',
    )
  } finally {
    delete process.env['SPOKEN_TEST_PORT']
  }
})

test('English refusals stay as the parser words them', () => {
  expect(refusalOf('en', 'report', 'x', '--out', 'y', '--fort', 'z')).toBe(
    "error: unknown option '--fort'\n(Did you mean one of --form, --port?)",
  )
  expect(refusalOf('en', 'rescue', 'x', 'y')).toBe(
    'error: too many arguments. Expected 0 but got 2.',
  )
})
