package tui

import (
	"testing"

	"weaktie/internal/tui/screen"
)

// BenchmarkView is a frame at 120 by 40: the renderer asks for one on every
// message.
func BenchmarkView(b *testing.B) {
	for _, at := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		b.Run(at, func(b *testing.B) {
			s := play(b, 120, 40)
			s.press(at)
			b.ReportAllocs()
			for b.Loop() {
				s.m.View()
			}
		})
	}
}

// BenchmarkKey is a press of j or k with the frame that follows.
func BenchmarkKey(b *testing.B) {
	s := play(b, 120, 40)
	s.press("2")
	down, up := key("j"), key("k")
	b.ReportAllocs()
	for b.Loop() {
		s.m.Update(down)
		s.m.View()
		s.m.Update(up)
		s.m.View()
	}
}

// BenchmarkTick is the worst case: everything drawn anew.
func BenchmarkTick(b *testing.B) {
	s := play(b, 120, 40)
	b.ReportAllocs()
	for b.Loop() {
		s.m.everyone(screen.Restyled{})
		s.m.View()
	}
}
