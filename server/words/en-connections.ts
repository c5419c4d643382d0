/** What connections say of themselves, in English. */
export const connections = {
  connection_room_deleted: 'The room was deleted here.',
  connection_room_forbidden: 'This account may not read the room any more. What was read stays.',
  connection_room_gone: 'The room is not there any more. What was read stays.',
  connection_room_encrypted:
    'The room is encrypted end to end: its server has no words that could be read.',
  connection_room_not_member: 'The account is not in this room. Invite it there first.',
  connection_room_no_history:
    'The bot may see this channel, but not read what was said before. Give it “Read Message History” there.',
  connection_room_no_archive:
    'The room keeps no archive that could be read (XEP-0313). Its owner can switch that on.',
  connection_room_taken: 'Another connection reads this room already.',
  connection_user_token_slack:
    'This is the token of a person (xoxp-). Slack lets apps read by the token of a bot (xoxb-): install the app and take that one.',
  connection_user_token_slack_client:
    'This token is that of Slack’s own program. Using it elsewhere signs the person out. Make an app and take the token of its bot (xoxb-).',
  connection_user_token_discord:
    'This is not the token of a bot. Discord forbids programs to use the account of a person and suspends it. Make an application, and take the token of its bot.',
  connection_token_form_starts: 'Such a token begins with {{form}}.',
  connection_token_form_like: 'Such an address looks like {{form}}.',
  connection_token_form_empty: 'A token or password is needed.',
  connection_address: 'The address of a server begins with {{form}} and a name.',
  connection_address_plain:
    'Without encryption ({{form}}) only a server on this computer is connected: token or password would be sent for everybody to read.',
  connection_unauthorized:
    'The server does not let this account in: {{text}}. Check the name, and give the token or password anew.',
  connection_secret_lost:
    'The token or password was kept only while the app ran, because this system has no keychain. Give it again.',
  connection_unreachable: 'The server does not answer: {{text}}',
  connection_refused: 'The server refuses: {{text}}',
  connection_wait_one: 'The service asks us to wait 1 second. Try again then.',
  connection_wait_other: 'The service asks us to wait {{count}} seconds. Try again then.',
  connection_no_content:
    'Messages come without words. Switch “Message Content Intent” on for the bot in the Discord Developer Portal, then resume.',
  connection_no_history:
    'This server keeps no history: only what is said while Rapporteur is connected can be read. What was said before is missing.',
  connection_irc_name: 'A user name or a password of IRC has no spaces and no line breaks in it.',
  connection_irc_network:
    'This bouncer has several networks. Name the one that is meant behind the user name, as in ann/libera.',
  connection_not_found: 'There is no connection {{connection}}.',
  connection_report_ready: 'The report of this room is ready: {{url}}',
  connection_report_here:
    'The report of this room is ready, on the computer where Rapporteur runs.',
  connection_report_failed: 'The report of this room could not be made. Rapporteur says why.',
  connection_not_made: '{{reason}}',
} as const
