/** IRC: logs of clients, bouncers and bots as text, and such logs wrapped into another form. */
export { irc } from './reader.ts'
export { ircHtml, ircLiteral, ircTriples } from './wrapped.ts'
