/**
 * What speaks for and against a line being the one that is answered, in steps of a quarter.
 *
 * A conditional logit fitted on the twelve training days of annotated IRC (Kummerfeld et al.,
 * "A Large-Scale Corpus for Conversation Disentanglement", ACL 2019) and rounded. `start*` speak of
 * the line itself (does it begin a conversation?), the others of a pair of lines.
 */
export const linkWeights = {
  // The line itself.
  startFirstLineEver: 1.5,
  startQuiet15: -0.75,
  startSpokeLately: -1,
  startQuestion: 0.75,
  startQuestionWord: 0.75,
  startGreeting: 0.75,
  startThanks: -1.25,
  startTenWords: 0.75,
  startCommand: 1.25,
  startJoined: 1.25,
  startAfterPause: -1,
  startByBot: -2.5,
  startNamesSomebody: -1.25,
  startAddressing: -3.25,
  startAddressingAbsent: -1.75,
  // Distance in spoken lines, and pause in minutes.
  distance1: 0.5,
  distance2: 0.5,
  distance6: -0.5,
  distance9: -1,
  distance14: -1.5,
  distance21: -2,
  distance36: -2.25,
  minutes2: -0.75,
  minutes4: -1.5,
  minutes8: -1,
  minutes16: -0.5,
  // Rare words in common, by the sum of their weights.
  words8: 2.5,
  words5: 2,
  words3: 1.25,
  words1: 1,
  // Conversations.
  newestOfOther: -1.25,
  olderOfOther: -1.5,
  // A line of the same person.
  ownLast: 1.5,
  ownNext: 1,
  ownRepeated: 1.5,
  ownCalledBetween: -0.75,
  ownNewAddressee: -1.5,
  ownOtherAddressee: -4.75,
  sameAddressee: 1.5,
  // A line of the person who is spoken to.
  toLast: 1.25,
  toOlder: 0.75,
  toMutual: 2,
  toUnaddressed: 1.25,
  toOpening: 1,
  toOpeningUnanswered: 0.75,
  toLastQuestion: 0.25,
  toBeforeMine: -1.75,
  toAnother: -3.5,
  mention: 3.75,
  // A line of somebody else, when nobody is spoken to.
  calledMeLast: 1.5,
  calledMeBefore: 0.75,
  calledMeAsking: 1,
  calledMeThanks: 1.75,
  speaksToThird: -1.5,
  beforeMyLast: -1,
  // Between any two.
  talkedBefore: 0.75,
  answeredMe: 0.75,
  twoGreetings: 1,
  welcomeToThanks: 1.75,
  shortLine: -0.75,
  shortReplyNext: 1,
  botToCommand: 2.25,
  botToCommandNext: 4.5,
} as const
