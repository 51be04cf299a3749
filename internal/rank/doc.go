// Package rank puts links in order by who shared them and when, and keeps the
// receipt.
//
// It is pure: shares, people and a time in; scores and reasons out. The order
// does not depend on the order of the input.
//
// # How a link is scored
//
//	score = breadth × substance × affinity
//
// Everybody else counts heads or votes. Here heads must be independent and
// worth hearing.
//
//  1. A share counts trust × 2^(-age/half-life); a quarter of that when the link
//     is on the sharer's own site. Trust starts at one half times the tie and
//     moves with what was kept and dismissed (Voice.Trust).
//  2. Shares that are one voice fold, and the best of them counts: one person
//     on several networks, boosts of one post, one employer, the site's own
//     people, nearly the same words, strangers within the same minute.
//  3. Voices of one community (FindGroups) combine as 1 - Π(1 - share), and to
//     no more than two of the best: an echo chamber saturates.
//  4. Communities add up. That is breadth.
//  5. Substance multiplies by named features with reasons; affinity by what the
//     curator cares about.
//
// # A worked example
//
// Now is noon, the half-life is set to a day. A stranger nobody has judged has trust
// 0.5 × 0.7 = 0.35; a warm tie with four shares kept has (2+4)/(4+4) × 0.9 =
// 0.675.
//
//	ana   stranger  noon              0.35  × 1.0 = 0.35   own community
//	ben   warm      yesterday noon    0.675 × 0.5 = 0.3375 own community
//	cem   stranger  noon, boosts ana  0, folded: passes on the post of ana
//	dot   stranger  noon, publishes it  0.35 × 1.0 × 1/4 = 0.0875
//	                breadth 0.35 + 0.3375 + 0.0875 = 0.775
//	                ben gives figures × 1.15: score 0.8913
//
// Two hundred accounts that always share the same things share a link at noon,
// 0.35 each: 1 - 0.65^200 = 1, but no more than 2 × 0.35 = 0.7. Three strangers
// make 1.05, and win.
//
// # What is promised, and tested
//
//   - An independent share never lowers a link, even when it is a pitch.
//   - An echo raises breadth by no more than twice what its own share exceeds
//     the share of the voice it repeats (maxEcho), and by nothing when both are
//     equally trusted and old.
//   - Time only decays.
//   - With trust equal, everybody alone and no decay the order is Sill's:
//     distinct people, then newest.
//   - New voices get an honest chance: see the exploration rule at minNew.
//
// # Caveats
//
// Rounding to four decimals happens at each step of the receipt and not only
// for show; scores that round to zero are ordered by what was rounded away.
// Write receipts with Digits. Pass Groups and Top where speed matters: finding
// communities costs as much as ranking. docs/ranking.md has the measurements.
package rank
