/** What the command line says of itself: its help, and why it refuses. */
export const command = {
  help_program: 'Turns chat rooms into Excel reports.',
  help_usage: 'Usage:',
  help_arguments: 'Arguments:',
  help_options: 'Options:',
  help_commands: 'Commands:',
  help_option_word: 'options',
  help_command_word: 'command',
  help_default: 'default',
  help_choices: 'choices',
  help_variable: 'env',
  help_version: 'output the version number',
  help_help: 'display help for command',
  help_help_command: 'display help for command',

  help_serve: 'runs the server without a window; the first line on stdout says where it listens',
  help_port: 'port to listen on, 0 for any',
  help_host:
    'address to listen on; beyond this computer only with --token-file and --allowed-hosts',
  help_token_file:
    'where the access token goes, for its owner alone, in place of the first line on stdout',
  help_print_token: 'says the token on stdout, too; a terminal is told anyhow',
  help_allowed_hosts:
    'host names, without port, by which others may call it: reports.example.org,10.0.0.7',
  help_this_computer: 'this computer alone',
  help_public_url: 'where people reach it: https://reports.example.org',
  help_oidc_issuer:
    'an OpenID provider by which people sign in; its secret comes from RAPPORTEUR_OIDC_CLIENT_SECRET',
  help_oidc_client_id: 'what the provider calls this server',
  help_oidc_claim: 'the claim with groups or roles',
  help_oidc_roles: 'who gets which role by it: admin=ops,operator=support,viewer=*',
  help_data_dir: 'where rooms, reports and settings.json lie',
  help_database_url:
    'a PostgreSQL database for all but files; give one with a password by its variable',
  help_blobs:
    'where files go beside a database: s3://BUCKET?endpoint=https://HOST&region=NAME, or file:///SHARED/FOLDER',
  help_role:
    'with --database-url: api answers requests and makes no reports, worker and all make them, too',
  help_lease_seconds:
    'with --database-url: after so long others go on with what a silent server was making',

  help_report: 'imports exports, makes the report of every room, and ends',
  help_exports: 'files, folders or zips',
  help_out: 'where the workbooks go',
  help_room: 'only this room, by name or id; repeat it for more',
  help_bridge:
    'a bridge between networks: "<name> words" of it is said by that name; repeat it for more',
  help_overview: 'one workbook over all of these rooms, too',
  help_formats: 'what to leave: xlsx, csv, md, html',
  help_columns: 'what the columns of a table hold, counted from 1: time=2,author=1,text=3',
  help_language: 'language of the reports and of what is printed; the same as --report-language',
  help_json: 'JSON lines on stdout instead of a progress bar',

  help_rescue: 'writes what can be read of a damaged database into a new file',
  help_rescue_data_dir: 'where rapporteur.db lies',
  help_rescue_out: 'the new database; it must not be there',

  help_setting: '{{help}} [env {{env}}, settings.json "{{key}}"]',
  help_setting_concurrency: 'reports in flight at once, 1 to {{most}} (default {{usual}})',
  help_setting_threads: 'worker threads shared by them (default: cores less one, at most 4)',
  help_setting_recipients: 'mail addresses of reports that name none, separated by commas',
  help_setting_summaryEngine:
    'extractive (default), openai (any server with /chat/completions), ollama, anthropic, or local (a GGUF file)',
  help_setting_summaryBaseUrl: 'where the model server is, such as http://127.0.0.1:11434',
  help_setting_summaryModel:
    'name of the model; for local, a file in the folder models of the data folder, or a path',
  help_setting_summaryApiKey: 'key for the model server; better in the environment than in a flag',
  help_setting_summaryContextTokens:
    'tokens the model reads at once, where the server does not say',
  help_setting_summaryConcurrency: 'rooms that ask the model server at once (default 2)',
  help_setting_summarySilenceSeconds:
    'seconds of silence after which a call to the model server is given up (default 60, on this computer 300)',
  help_setting_summaryInputPrice: 'price of a million tokens that are sent',
  help_setting_summaryOutputPrice: 'price of a million tokens that are written',
  help_setting_summaryMaxCost: 'most that the summary of one report may cost',
  help_setting_smtpHost: 'mail server; without one, mails are saved in the outbox',
  help_setting_smtpPort: 'port of the mail server (default 587)',
  help_setting_smtpSecure:
    'true for TLS from the first byte (default false: STARTTLS where offered)',
  help_setting_smtpUser: 'user name at the mail server',
  help_setting_smtpPassword:
    'password at the mail server; better in the environment than in a flag',
  help_setting_smtpFrom: 'sender of the mails',
  help_setting_deliveryFolder: 'folder into which finished workbooks are copied, an absolute path',
  help_setting_webhookUrl: 'address that hears of every report that has ended',
  help_setting_webhookSecret:
    'signs what the webhook gets: whsec_ and 24 to 64 bytes in Base64; better in the environment than in a flag',
  help_setting_retentionDays: 'days that workbooks are kept (default: for ever)',
  help_setting_reportLanguage: 'language of workbooks, mails and Markdown: en or de (default en)',
  help_setting_timeZone: 'zone of the times in workbooks (default UTC)',
  help_setting_workbookSheets: 'sheets beside Summary, separated by commas (default: all)',
  help_setting_workbookColumns:
    'optional columns of Transcript, separated by commas (default: all)',
  help_setting_workbookThemeColor: 'colour of headings and charts, six hexadecimal digits',
  help_setting_workbookLogo: 'picture at the top of the first sheet, a PNG or JPEG file',
  help_setting_workbookFileName: 'name of the file, with {room}, {from}, {to}, {created} and {id}',
  help_setting_workbookAnonymize: 'true to write "Participant 1" instead of names',
  help_setting_workbookService:
    'address of a service that writes workbooks in place of Rapporteur, such as http://127.0.0.1:8000',
  help_setting_workbookServiceToken:
    'token for that service; better in the environment than in a flag',

  usage_error: 'error: ',
  usage_unknown_option: "unknown option '{{name}}'",
  usage_unknown_command: "unknown command '{{name}}'",
  usage_meant: '(Did you mean {{name}}?)',
  usage_meant_any: '(Did you mean one of {{names}}?)',
  usage_missing_argument: "missing required argument '{{name}}'",
  usage_missing_option: "required option '{{name}}' not specified",
  usage_missing_value: "option '{{name}}' argument missing",
  usage_too_many: 'too many arguments. Expected {{most}} but got {{n}}.',
  usage_invalid: "option '{{name}}' argument '{{value}}' is invalid. {{reason}}",
  usage_invalid_variable:
    "option '{{name}}' value '{{value}}' from env '{{env}}' is invalid. {{reason}}",
  usage_choices: 'Allowed choices are {{names}}.',
  usage_port: 'Name a port from 0 to 65535.',
  usage_host: 'Name an IP address or localhost.',
  usage_seconds: 'Name a number of seconds from 1 to 600.',
  usage_web_address: 'Give an address that begins with https:// or http://.',
  usage_database: 'Give the address of a PostgreSQL database: postgres://USER@HOST/DATABASE.',
  usage_host_name: '"{{name}}" is no host name. Name hosts without port, with commas between.',
  usage_role_rule: '"{{rule}}" is no rule. Write ROLE=VALUE, with a role of {{roles}}.',
  usage_forms: 'Name some of {{names}}, with commas between.',
  usage_column_name: '{{name}} is none of {{names}}.',
  usage_column_number:
    '{{name}} needs the number of its column, counted from 1, such as {{name}}=2.',
  usage_column_once: 'Each name and each column may stand only once.',
  usage_column_text: 'Say which column holds the text, such as text=3.',
  usage_column_high: 'Tables have fewer columns than that.',
  usage_oidc: '--oidc-issuer needs --public-url, --oidc-client-id and --oidc-roles, too.',
  usage_role_alone: '--role needs --database-url: a data folder is the work of one server.',
  usage_beyond:
    'To listen on {{host}}, beyond this computer, name --token-file and --allowed-hosts, too.',
  usage_token_folder: 'The folder {{folder}} of --token-file is not there. Make it first.',
  usage_blobs_alone: '--blobs goes with --database-url: without a database all is in one folder.',
  usage_setting: 'The setting {{key}} ({{flag}}, {{env}}) cannot be used: {{reason}}',
  rescue_no_database: 'There is no database {{file}}.',
  rescue_there: '{{file}} is there already. Name a new file.',
  rescue_done:
    '{{messages}} messages in {{rooms}} rooms were read into {{target}}. Quit Rapporteur, move {{source}} and its -wal and -shm away, and put the new file in its place.',
  rescue_done_of: '{{messages}} of {{expected}}',
  rescue_nothing: 'Nothing can be read of {{file}}: {{text}}. Only a backup helps.',

  blobs_form:
    'Name where files go as s3://BUCKET?endpoint=https://HOST&region=NAME, or file:///SHARED/FOLDER.',
  blobs_key:
    'Give the key of the object store by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not in its address.',
  blobs_endpoint: 'The endpoint of an object store begins with https:// or http://.',
}
