// Package trend says what is talked about over time: volume by tag and term,
// spikes, who has the word, campaigns, and chats.
//
// It is pure: posts and a window in; series and findings with their reasons
// out. The order of the posts does not matter, and no clock is read.
//
//	w := trend.Window{From: monday, To: sunday, Bucket: time.Hour}
//	a := trend.Volume(posts, trend.ParseTopic("#b2b"), w)
//	for _, s := range a.Spikes() { fmt.Println(s.Reason) }
//
// # What is usual
//
// A spike is judged against the bucket's own past by the median and the median
// absolute deviation, which one earlier spike cannot move; a mean and a
// standard deviation would let the first spike hide the second. Where a tag
// has a week or more of past, the same hour of earlier days counts as well, so
// that every morning is not a spike.
//
// # Caveats
//
// Times are put into buckets from Window.From on, so begin days at midnight of
// the curator's own time zone. Posts outside the window are not seen, though
// Spikes looks back over all of its series: ask for more past than is shown.
package trend
