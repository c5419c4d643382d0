/** Who may import whom: docs/architecture.md says it in words, this file enforces it. */
const layer = (name, from, to, comment, extra = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$', ...extra.from },
  to: { path: to, ...extra.to },
})

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    layer(
      'contract-is-a-leaf',
      '^server/contract/',
      '^(server/(?!contract/)|electron/|renderer/)',
      'The contract imports nothing of ours.',
    ),
    layer(
      'contract-knows-no-host',
      '^server/contract/',
      '^(node:|electron$)',
      'The contract runs in Node and in the page.',
      {
        to: { dependencyTypes: ['core', 'npm-dev'] },
      },
    ),
    layer(
      'server-knows-no-electron',
      '^server/',
      '^(electron/|renderer/|node_modules/electron/)',
      'The server runs without a window.',
    ),
    layer(
      'words-are-a-leaf',
      '^server/words/',
      '^(server/(?!words/|contract/)|electron/|renderer/)',
      'The catalogue knows codes and nothing else.',
    ),
    layer(
      'ports-are-a-leaf',
      '^server/ports/',
      '^server/(?!ports/|words/|contract/)',
      'A port says what an engine must do, and knows no engine; its tests know them all.',
      { from: { pathNot: ['\\.test\\.ts$', '^server/ports/suite/'] } },
    ),
    layer(
      'engines-are-the-bottom',
      '^server/engines/sqlite/',
      '^server/(?!engines/|ports/|words/|contract/)',
      'An engine imports only the ports, the contract, and the words that it keeps beside their codes.',
    ),
    layer(
      'sse-knows-no-reports',
      '^server/sse/',
      '^server/(?!sse/|ports/|contract/)',
      'The live channel is usable by itself.',
    ),
    layer(
      'summary-looks-down',
      '^server/summary/',
      '^server/(?!summary/|engines/|ports/|words/|contract/|(?:redaction|local-clock)\\.ts)',
      'Summary engines know only their input.',
    ),
    layer(
      'figures-look-down',
      '^server/figures/',
      '^server/(?!figures/|summary/extractive/|engines/|ports/|words/|contract/|local-clock\\.ts)',
      'Figures are counted from messages and read from summaries; they know no report.',
    ),
    layer(
      'workbook-looks-down',
      '^server/workbook/',
      '^server/(?!workbook/|figures/|engines/|ports/|words/|contract/|local-clock\\.ts)',
      'The workbook knows only its input.',
    ),
    layer(
      'documents-look-down',
      '^server/documents/',
      '^server/(?!documents/|workbook/|figures/|people/|engines/|ports/|words/|contract/|(?:asking-worker|end-of-worker|local-clock)\\.ts)',
      'Documents are read from what reports have left.',
    ),
    layer(
      'delivery-looks-down',
      '^server/delivery/',
      '^server/(?!delivery/|figures/|engines/|ports/|words/|contract/|(?:redaction|local-clock)\\.ts)',
      'Delivery knows only its input.',
    ),
    layer(
      'rooms-look-down',
      '^server/rooms/',
      '^server/(?!rooms/|engines/|ports/|words/|contract/|give-way\\.ts)',
      'Rooms know nothing of imports, reports or HTTP.',
    ),
    layer(
      'trash-looks-down',
      '^server/trash/',
      '^server/(?!trash/|engines/open\\.ts|ports/|contract/|(?:workers|end-of-worker|give-way)\\.ts)',
      'Trash asks its port; who makes reports is told to end them.',
    ),
    layer(
      'search-looks-down',
      '^server/search/',
      '^server/(?!search/|engines/open\\.ts|ports/|contract/|(?:asking-worker|end-of-worker)\\.ts)',
      'Search asks its port, and knows nothing of who writes messages.',
    ),
    layer(
      'people-look-down',
      '^server/people/',
      '^server/(?!people/|summary/extractive/people\\.ts|engines/open\\.ts|ports/|contract/|(?:asking-worker|end-of-worker)\\.ts)',
      'People ask their port, and know what reports take for a program.',
    ),
    layer(
      'imports-look-down',
      '^server/imports/',
      '^server/(?!imports/|rooms/|engines/|ports/|words/|contract/|(?:workers|end-of-worker|give-way)\\.ts)',
      'Imports know nothing of reports or HTTP.',
    ),
    {
      name: 'formats-are-islands',
      severity: 'error',
      comment: 'What two chat applications share lies in imports/reading.',
      from: { path: '^server/imports/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/imports/([^/]+)/', pathNot: '^server/imports/(?:$1|reading)/' },
    },
    layer(
      'storage-is-asked-by-ports',
      '^server/(delivery|documents|figures|http|imports|people|reports|rooms|search|settings|sse|summary|trash|workbook)/',
      '^server/engines/',
      'How the answers are stored is nothing to those who ask; only the entry of a worker opens an engine.',
      { from: { pathNot: ['\\.test\\.tsx?$', '-worker\\.ts$'] } },
    ),
    layer(
      'reports-know-no-http',
      '^server/reports/',
      '^server/(http/|rooms/|imports/|index\\.ts|app\\.ts|cli\\.ts|compose\\.ts)',
      'Reports are driven, they do not drive.',
    ),
    layer(
      'electron-enters-by-the-door',
      '^electron/',
      '^server/(?!(?:index|admission)\\.ts|contract/|words/)',
      'The host starts the server, answers for it until then, and knows no more of it.',
    ),
    layer(
      'electron-knows-no-renderer',
      '^electron/',
      '^renderer/',
      'The page is loaded, never imported.',
    ),
    layer(
      'preload-imports-channel-names-only',
      '^electron/preload\\.ts$',
      '^(server/(?!contract/(ipc-channels|desktop-api)\\.ts)|electron/(?!preload))',
      'A sandboxed preload is one small file: channel names, and types, which leave no code.',
    ),
    layer(
      'renderer-knows-contract-and-words-only',
      '^renderer/',
      '^(electron/|server/(?!contract/|words/))',
      'The page is a projection of what the server says.',
    ),
    layer(
      'features-know-no-start',
      '^renderer/features/',
      '^renderer/starting/',
      'What is done for a fast start is behind the parts of ui/.',
    ),
    layer(
      'sse-is-usable-alone',
      '^renderer/sse/',
      '^renderer/(?!sse/)',
      'The stream class runs in other programs too.',
    ),
    {
      name: 'features-are-islands',
      severity: 'error',
      comment:
        "A feature never reaches into the inside of another; it goes through that feature's index.",
      from: { path: '^renderer/features/([^/]+)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^renderer/features/([^/]+)/',
        pathNot: '^renderer/features/($1/|[^/]+/index\\.ts$)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
