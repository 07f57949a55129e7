package check

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRun checks a glossary of 20,000 terms with bodies of some 360 bytes.
func BenchmarkRun(b *testing.B) {
	syllables := strings.Fields("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu")
	word := func(n int) string {
		var s strings.Builder
		for range 4 {
			s.WriteString(syllables[n%20])
			n = n/20*7 + n%20 + 3
		}
		return s.String()
	}
	const n = 20000
	files := make(map[string]string, n)
	for i := range n {
		var text strings.Builder
		for k := range 50 {
			text.WriteString(word(i*31+k*k*17) + " ")
			if k%9 == 8 {
				fmt.Fprintf(&text, "the Golden %s and XYZ. ", word((i+k)%n))
			}
		}
		files[fmt.Sprintf("t%05d.md", i)] = front(fmt.Sprintf("title: %s %s\nsummary: A %s.", word(i), word(i*13+1), word(i+2)), text.String())
	}
	in := glossary(b, files)
	b.ReportAllocs()
	for b.Loop() {
		Run(in)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/term")
}
