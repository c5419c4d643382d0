/** IRC: logs of clients, bouncers and bots as text, and such logs wrapped into another form. */
export { ircHtml } from './html.ts'
export { irc } from './reader.ts'
export { ircLiteral, ircTriples } from './wrapped.ts'
