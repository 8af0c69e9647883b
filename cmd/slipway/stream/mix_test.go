package stream_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func itoa(n int) string { return strconv.Itoa(n) }

// rollouts are a few series, line by line.
func rollouts(t *rapid.T) [][]string {
	count := func(most int) int { return rapid.IntRange(0, most).Draw(t, "count") }
	all := make([][]string, rapid.IntRange(1, 4).Draw(t, "series"))
	for i := range all {
		step, minute := 1, 0
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			minute += rapid.IntRange(1, 4).Draw(t, "gap")
			step += rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "next")
			side := func(calls int) []int {
				if rapid.IntRange(0, 5).Draw(t, "missing") == 0 {
					return nil
				}
				return []int{calls, count(calls), count(calls)}[:rapid.IntRange(2, 3).Draw(t, "slow")]
			}
			line := say(step, minute, []float64{0.1, 0.25, 0.5}[min(step, 3)-1], side(count(50)), side(count(200)))
			all[i] = append(all[i], strings.Replace(line, `"s1"`, `"s`+itoa(i)+`"`, 1))
		}
	}
	return all
}

// shuffled mixes series, each in its own order.
func shuffled(all [][]string, r *rand.Rand) (mixed []string) {
	var turns []int
	for i, lines := range all {
		turns = append(turns, slices.Repeat([]int{i}, len(lines))...)
	}
	r.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	next := make([]int, len(all))
	for _, i := range turns {
		mixed = append(mixed, all[i][next[i]])
		next[i]++
	}
	return mixed
}

func source(t *rapid.T) *rand.Rand { return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)) }

func sorted(text string) []string {
	lines := strings.Split(text, "\n")
	slices.SortStableFunc(lines, func(a, b string) int {
		a, _, _ = strings.Cut(a, ",")
		b, _, _ = strings.Cut(b, ",")
		return strings.Compare(a, b)
	})
	return lines
}

func TestSeriesMixedGetWhatTheyGetOneByOne(t *testing.T) {
	s := standard(t, "--hold", "3m", "--max-hold", "6m")
	rapid.Check(t, func(r *rapid.T) {
		all := rollouts(r)
		apart, _ := run(t, s, strings.Join(slices.Concat(all...), "\n"))
		mixed, talk := run(t, s, strings.Join(shuffled(all, source(r)), "\n"))
		if talk != "" || !slices.Equal(sorted(apart), sorted(mixed)) {
			r.Errorf("%s\nmixed:\n%s\napart:\n%s", talk, mixed, apart)
		}
	})
}

func TestBadLinesChangeNothingForTheGoodOnes(t *testing.T) {
	s := standard(t, "--hold", "3m", "--max-hold", "6m")
	rapid.Check(t, func(r *rapid.T) {
		good := slices.Concat(rollouts(r)...)
		want, _ := run(t, s, strings.Join(good, "\n"))
		mixed := good
		for range rapid.IntRange(1, 5).Draw(r, "bad") {
			line := rapid.SampledFrom([]string{
				"", "{", "[]", "null", "x", good[0] + " x", good[0][1:], good[0],
				strings.Replace(rapid.SampledFrom(good).Draw(r, "line"), `"weight":0.`, `"weight":1.`, 1),
				strings.Replace(rapid.SampledFrom(good).Draw(r, "line"), `"minute":`, `"minute":10000, "minute":`, 1),
				strings.Replace(rapid.SampledFrom(good).Draw(r, "line"), `"series":"s0"`, `"series":"new","odd":1`, 1) + "}",
			}).Draw(r, "what")
			mixed = slices.Insert(slices.Clone(mixed), rapid.IntRange(1, len(mixed)).Draw(r, "at"), line)
		}
		got, _ := run(t, s, strings.Join(mixed, "\n"))
		if got != want {
			r.Errorf("%s\ngives\n%s\nwithout the bad lines\n%s", strings.Join(mixed, "\n"), got, want)
		}
	})
}
