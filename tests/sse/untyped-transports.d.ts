declare module 'xmlhttprequest-ssl'
declare module 'react-native-event-source/EventSource.js'
