/**
 * Small conversations with blanks. `a` asks, `b` and `c` help; `{name}` is filled once per scene,
 * so that a ticket number stays the same from the first line to the last.
 */
export const slots = {
  harbour: ['Marstal', 'Kalmar', 'Whitby', 'Honfleur', 'Sassnitz', 'Piran', 'Oban', 'Lagos', 'Nida'],
  product: ['the berth planner', 'the invoice screen', 'the mobile app', 'the tide widget', 'the guest form', 'the gate terminal'],
  browser: ['Firefox', 'Safari', 'Chrome on Android', 'Edge', 'an old iPad'],
  customer: ['the marina in {harbour}', 'the sailing club of {harbour}', 'the fishing co-op in {harbour}', 'the harbour office of {harbour}'],
  error: ['a white page', '"session expired"', 'error 502', 'the spinner for ever', '"berth already taken"', 'yesterday\'s prices'],
  cause: ['a stale cache entry', 'the daylight saving change', 'a double booking from the import', 'a missing index', 'an expired certificate', 'a currency rounding bug', 'two tabs writing at once'],
  fix: ['clearing the cache and redeploying', 'rolling back to {version}', 'rebuilding the index', 'renewing the certificate', 'turning the new importer off', 'restarting the worker'],
  version: ['4.2.1', '4.2.3', '4.3.0', '4.3.2', '5.0.0-rc1'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'tomorrow', 'the end of the month'],
  document: ['the runbook', 'the help page', 'the price list', 'the release notes', 'the onboarding guide', 'the contract draft'],
  link: ['https://status.tideline.example/incidents/{ticket}', 'https://help.tideline.example/berths', 'https://git.tideline.example/pulls/{ticket}', 'https://wiki.tideline.example/runbooks/{ticket}'],
  count: ['3', '7', '12', '40', '112', 'about 300'],
  money: ['€ 120', '€ 89.50', '€ 1,240', 'kr 900', '£ 75'],
  hour: ['08:30', '09:15', '10:00', '13:00', '14:30', '16:00'],
}

export const supportScenes = [
  [
    ['a', '{customer} writes that {product} shows {error} in {browser}. Can someone look?'],
    ['b', 'I can reproduce it. Which version are they on?'],
    ['a', '{version}, since this morning.'],
    ['b', 'Found it: {cause}. {fix} should do it.'],
    ['c', 'Please write it down in {document}, this is the second time this week.'],
    ['b', 'I will update {document} by {day}.'],
    ['a', 'They say it works again. Thanks!'],
  ],
  [
    ['a', 'Ticket #{ticket}: {count} guests of {customer} got no confirmation mail.'],
    ['b', 'Do the mails hang in our queue or did the provider refuse them?'],
    ['a', 'Refused. The log says the sender domain is not verified.'],
    ['c', 'That was {cause}, I think. See {link}'],
    ['b', 'We decided to resend all of them tonight and to call the harbour master first.'],
    ['a', 'Who calls?'],
    ['c', 'I call them at {hour}.'],
  ],
  [
    ['a', 'Does anybody know why {product} is slow today?'],
    ['b', 'p95 went from 300 ms to 4 s after {version}.'],
    ['c', 'Looks like {cause} to me.'],
    ['b', 'Shall we roll back?'],
    ['c', 'Yes, let us roll back now and look for the reason afterwards.'],
    ['b', 'Rolled back. p95 is at 280 ms again.'],
  ],
  [
    ['a', '{customer} wants a refund of {money} because they were charged twice.'],
    ['b', 'I see two payments with the same reference #{ticket}.'],
    ['a', 'Approved by finance?'],
    ['c', 'Yes, approved. Refund goes out {day}.'],
    ['a', 'I tell them. Can you please also check whether other guests have the same problem?'],
    ['b', 'I will run the report and post it here by {day}.'],
  ],
  [
    ['a', 'How do I move a boat from berth {count} to another pier without cancelling the booking?'],
    ['b', 'Open the booking, then "Change berth". It keeps the price.'],
    ['a', 'The button is grey for me.'],
    ['b', 'Then the invoice is already final. You have to reopen it first, see {link}'],
    ['a', 'That worked, thank you.'],
  ],
  [
    ['a', 'Feature request from {customer}: they would like {document} in their own language.'],
    ['b', 'That is the {count}th request of this kind.'],
    ['c', 'Put it on the list for the next planning? I would say yes.'],
    ['b', 'Agreed, it is on the list (#{ticket}).'],
  ],
  [
    ['a', 'The gate in {harbour} does not open with the app. {count} people are waiting outside!'],
    ['b', 'On it. Give them the emergency code for now.'],
    ['c', 'The terminal has been offline since {hour}.'],
    ['b', 'Power cycle helped. Root cause is still open.'],
    ['c', 'Action: order a spare terminal for {harbour}. I do that {day}.'],
  ],
  [
    ['a', 'Good morning! Anything left from the night shift?'],
    ['b', 'Only #{ticket}, {customer}. They wait for an answer from billing.'],
    ['a', 'I take it.'],
  ],
  [
    ['a', 'Is it normal that {product} asks for the boat length twice?'],
    ['b', 'No. Since when?'],
    ['a', 'Since {version}.'],
    ['c', 'Known, fix is in review: {link}'],
    ['a', 'When will it be out?'],
    ['c', 'If the tests pass, {day}.'],
  ],
  [
    ['a', 'Kurze Frage: {harbour} bekommt keine Rechnungen mehr, seit {version} läuft. Kennt das jemand?'],
    ['b', 'Ja, das liegt am neuen Drucklayout. Ich schaue heute noch drauf.'],
    ['a', 'Danke, bitte bis {day}, sonst können sie nicht abrechnen.'],
    ['b', 'Erledigt, Ursache war die leere Fußzeile.'],
  ],
  [
    ['a', 'Bonjour, le port de {harbour} demande comment exporter les réservations de l\'été.'],
    ['b', 'Menu « Rapports », puis « Exporter en Excel ».'],
    ['a', 'Parfait, merci beaucoup !'],
  ],
  [
    ['a', 'Hola, en {harbour} no aparece el nuevo precio de {money}. ¿Puede alguien revisarlo?'],
    ['b', 'Sí, la tarifa empieza {day}. Lo explico por correo.'],
  ],
  [
    ['a', 'The weekly numbers: {count} new tickets, median answer after 14 minutes.'],
    ['b', 'Nice. What is the biggest topic?'],
    ['a', 'Still {cause}. It is behind a third of all tickets.'],
    ['c', 'Then let us fix it properly. Decision: no new features in {product} until #{ticket} is closed.'],
    ['b', '+1'],
    ['a', 'OK, I tell sales.'],
  ],
  [
    ['a', 'Lunch? The place at the old lighthouse has soup today.'],
    ['b', 'In 10 minutes!'],
    ['c', 'Bring me one please 🍲'],
  ],
  [
    ['a', 'Reminder: maintenance window {day} at {hour} UTC. {product} is down for about 20 minutes.'],
    ['b', 'Does {customer} know?'],
    ['a', 'Mail went out, see {link}'],
    ['b', '👍'],
  ],
  [
    ['a', 'Somebody from {customer} asks whether we store credit card numbers.'],
    ['b', 'We do not. Only the payment provider does, we keep a token.'],
    ['c', 'There is a paragraph for that in {document}.'],
    ['a', 'Found it, sent.'],
  ],
]

export const launchScenes = [
  [
    ['a', 'Status of {version}?'],
    ['b', 'Two blockers left: #{ticket} and the translation of {document}.'],
    ['c', 'I finish the translation by {day}.'],
    ['a', 'Then we release {day} at {hour}. Objections?'],
    ['b', 'none'],
    ['c', 'fine with me'],
    ['a', 'Decided: {version} goes out {day} at {hour}.'],
  ],
  [
    ['a', 'b: did you see the crash reports of {browser}?'],
    ['b', 'yes, {count} since the last beta. All of them {cause}'],
    ['a', 'is it a regression?'],
    ['b', 'yes. patch: {link}'],
    ['c', 'reviewed, looks good to me'],
  ],
  [
    ['a', 'who is on call next week?'],
    ['b', 'me, until {day}'],
    ['c', 'and I take the rest'],
    ['a', 'thanks, I will write it into {document}'],
  ],
  [
    ['a', 'can we drop support for {browser}?'],
    ['b', 'it is {count} users a month'],
    ['c', 'some of them are in {harbour}, they will not update before winter'],
    ['a', 'ok, we keep it until spring then'],
  ],
  ...supportScenes.slice(2, 9),
]

export const incidentScenes = [
  [
    ['a', '🔴 Incident #{ticket}: {product} answers with {error} for all customers.'],
    ['b', 'I am incident lead. Call is open: {link}'],
    ['c', 'Started at {hour} UTC, right after {version} went out.'],
    ['b', 'Decision: roll back first.'],
    ['c', 'Roll back done. Error rate falls.'],
    ['a', '🟢 Resolved. Cause: {cause}.'],
    ['b', 'Post-mortem is {day} at {hour}. {count} customers were affected.'],
    ['b', 'Action items: alarm on queue length (me, {day}); test for {cause} (Priya, {day}).'],
  ],
  [
    ['a', '🟠 Disk of the database server in {harbour} is at 91 %.'],
    ['b', 'I delete the old exports, that gives us a week.'],
    ['c', 'And what then? We need a bigger disk.'],
    ['b', 'Ordered, arrives {day}.'],
  ],
]
