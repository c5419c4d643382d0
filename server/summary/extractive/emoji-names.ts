/** The emoji that people use most where exports write them by name, as Slack, Mattermost and Discord call them. */
const names = `👍 +1 thumbsup thumbs_up|👎 -1 thumbsdown thumbs_down|👌 ok_hand|👏 clap|🙌 raised_hands|🙏 pray folded_hands|💪 muscle|
👋 wave|🤝 handshake|🤞 crossed_fingers fingers_crossed|✌️ v|☝️ point_up|👆 point_up_2|👇 point_down|👉 point_right|👈 point_left|✋ hand raised_hand|
🙂 slightly_smiling_face simple_smile|😊 blush|😃 smiley|😄 smile|😀 grinning|😁 grin|😆 laughing satisfied|😅 sweat_smile|😂 joy|🤣 rofl|
😉 wink|😍 heart_eyes|😘 kissing_heart|😎 sunglasses|🤔 thinking thinking_face|😐 neutral_face|😑 expressionless|😕 confused|🙁 slightly_frowning_face|
☹️ white_frowning_face frowning|😞 disappointed|😢 cry|😭 sob|😠 angry|😡 rage|😱 scream|😮 open_mouth|😲 astonished|😳 flushed|😴 sleeping|🤯 exploding_head|
🙄 rolling_eyes face_with_rolling_eyes|😬 grimacing grimace|😇 innocent|🤗 hugging hugging_face|🤷 shrug|🤦 facepalm face_palm|😛 stuck_out_tongue|🥳 partying_face|
❤️ heart red_heart|💔 broken_heart|💯 100|🎉 tada|🎊 confetti_ball|✨ sparkles|🔥 fire|🚀 rocket|⭐ star|💥 boom collision|💡 bulb|⚡ zap|🎸 guitar|🎂 birthday|
✅ white_check_mark|☑️ ballot_box_with_check|✔️ heavy_check_mark|❌ x|❗ exclamation heavy_exclamation_mark|❓ question|⚠️ warning|🚨 rotating_light|🔴 red_circle|
🟢 large_green_circle green_circle|🟡 large_yellow_circle|👀 eyes|🙈 see_no_evil|🤖 robot robot_face|🐛 bug|📌 pushpin|📎 paperclip|📅 date|📆 calendar|⏰ alarm_clock|⏳ hourglass_flowing_sand|
☕ coffee|🍕 pizza|🍺 beer|🍻 beers|💻 computer|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend|📝 memo pencil|🔧 wrench|🔒 lock|☀️ sunny|🌈 rainbow`

const byName = new Map(
  names.split('|').flatMap((entry) => {
    const [emoji = '', ...own] = entry.trim().split(' ')
    return own.map((name) => [name, emoji] as const)
  }),
)

/** The emoji of a name without its colons; nothing for one that only its workspace knows. */
export const emojiOf = (name: string): string => byName.get(name.toLowerCase()) ?? ''
