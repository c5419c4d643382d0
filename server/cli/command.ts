import { Command, Help, type Argument, type Option } from 'commander'
import { reportLimits } from '../contract/limits.ts'
import { settingDocs } from '../settings/table.ts'
import type { Language } from '../words/catalogues.ts'
import type { Phrase } from '../words/report/phrases.ts'
import { sayPhrase } from '../words/say.ts'

type Say = (phrase: Phrase, params?: Readonly<Record<string, string | number>>) => string

const titles: Readonly<Record<string, Phrase>> = {
  'Usage:': 'help_usage',
  'Arguments:': 'help_arguments',
  'Options:': 'help_options',
  'Commands:': 'help_commands',
}

/** Help whose descriptions are phrases of the catalogue, said only when somebody reads them. */
class SpokenHelp extends Help {
  readonly #say: Say

  constructor(say: Say) {
    super()
    this.#say = say
  }

  override styleTitle(title: string): string {
    const phrase = titles[title]
    return phrase === undefined ? title : this.#say(phrase)
  }

  override commandUsage(command: Command): string {
    return this.#inWords(super.commandUsage(command))
  }

  override commandDescription(command: Command): string {
    return this.#say(super.commandDescription(command) as Phrase)
  }

  override subcommandTerm(command: Command): string {
    return this.#inWords(super.subcommandTerm(command))
  }

  override subcommandDescription(command: Command): string {
    return this.#say(super.subcommandDescription(command) as Phrase)
  }

  override argumentDescription(argument: Argument): string {
    return this.#say(super.argumentDescription(argument) as Phrase)
  }

  override optionDescription(option: Option): string {
    // Behind the description stands what is told of its values.
    const values = super
      .optionDescription(option)
      .slice(option.description.length)
      .replace(/(?<=[(,] ?)(?:choices|default|env)(?=: )/g, (name) =>
        this.#say(name === 'env' ? 'help_variable' : `help_${name as 'choices' | 'default'}`),
      )
    return this.#described(option.description as Phrase) + values
  }

  #described(phrase: Phrase): string {
    const { maxConcurrency: most, defaultConcurrency: usual } = reportLimits
    const help = this.#say(phrase, { most, usual })
    const doc = settingDocs.find(({ key }) => phrase === `help_setting_${key}`)
    return doc === undefined
      ? help
      : this.#say('help_setting', { help, env: doc.env, key: doc.key })
  }

  #inWords(usage: string): string {
    return usage
      .replace('[options]', () => `[${this.#say('help_option_word')}]`)
      .replace('[command]', () => `[${this.#say('help_command_word')}]`)
  }
}

/** What the parser refuses, by what it says of it in English. */
const refusals: readonly [RegExp, Phrase][] = [
  [/^unknown option '(?<name>.*)'$/, 'usage_unknown_option'],
  [/^unknown command '(?<name>.*)'$/, 'usage_unknown_command'],
  [/^\(Did you mean one of (?<names>.*)\?\)$/, 'usage_meant_any'],
  [/^\(Did you mean (?<name>.*)\?\)$/, 'usage_meant'],
  [/^missing required argument '(?<name>.*)'$/, 'usage_missing_argument'],
  [/^required option '(?<name>.*)' not specified$/, 'usage_missing_option'],
  [/^option '(?<name>.*)' argument missing$/, 'usage_missing_value'],
  [/^too many arguments.* Expected (?<most>\d+) .* got (?<n>\d+)/, 'usage_too_many'],
  [
    /^option '(?<name>[^']*)' argument '(?<value>.*?)' is invalid\. (?<reason>.*)$/s,
    'usage_invalid',
  ],
  [
    /^option '(?<name>[^']*)' value '(?<value>.*?)' from env '(?<env>\w+)' is invalid\. (?<reason>.*)$/s,
    'usage_invalid_variable',
  ],
  [/^Allowed choices are (?<names>.*)\.$/, 'usage_choices'],
]

/** A sentence of the parser in the words of the catalogue; as it stands where it is none of those above. */
function refusal(sentence: string, say: Say): string {
  for (const [pattern, phrase] of refusals) {
    const params = pattern.exec(sentence)?.groups
    if (params === undefined) continue
    const { reason } = params
    return say(phrase, reason === undefined ? params : { ...params, reason: refusal(reason, say) })
  }
  return sentence
}

/** A command whose descriptions are phrases, and which helps and refuses in a language. */
export class SpokenCommand extends Command {
  readonly #language: Language

  constructor(name: string, language: Language) {
    super(name)
    this.#language = language
  }

  readonly #say: Say = (phrase, params) => sayPhrase(this.#language, phrase, params)

  override createCommand(name = ''): SpokenCommand {
    return new SpokenCommand(name, this.#language)
  }

  override createHelp(): Help {
    return Object.assign(new SpokenHelp(this.#say), this.configureHelp())
  }

  override error(message: string, options?: { exitCode?: number; code?: string }): never {
    const [first = '', ...more] = message.replace(/^error: /, '').split('\n')
    const said = [first, ...more].map((sentence) => refusal(sentence, this.#say))
    return super.error(this.#say('usage_error') + said.join('\n'), options)
  }
}
