package audit

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
)

// chipWords are what a name calls the chips that it counts.
var chipWords = []string{"GPUs", "GPU", "chips", "chip", "TPUs", "NPUs", "accelerators"}

// counted are the numbers of chips that a name states: 72 of "GB200 NVL72", 8 of "DGX, 8 GPUs", 64 of "64-chip".
func counted(name string) (nvl, plain []int) {
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,;()/-_.", r) })
	for i, w := range words {
		number, isNVL := strings.CutPrefix(strings.ToUpper(w), "NVL")
		if number == "" && isNVL && i+1 < len(words) {
			number = words[i+1]
		}
		n, err := strconv.Atoi(number)
		switch {
		case err != nil || n <= 0:
		case isNVL:
			nvl = append(nvl, n)
		case i+1 < len(words) && slices.ContainsFunc(chipWords, func(c string) bool { return strings.EqualFold(c, words[i+1]) }):
			plain = append(plain, n)
		}
	}
	return nvl, plain
}

// dies is the number of dies in a package; 1 where it is not known, which explains nothing.
func (s *Subject) dies() int {
	if d, known := s.span(accelerators.Dies.Spec); known {
		return int(math.Round(d.mid))
	}
	return 1
}

// chips is the number of chips in a system, which every profile has.
func (s *Subject) chips() int {
	c, _ := s.span(accelerators.Chips.Spec)
	return int(math.Round(c.mid))
}

func domainSize(v *view) {
	chips, dies := v.chips(), v.dies()
	for _, name := range append([]string{v.System.Name, v.System.ID}, v.System.Aliases...) {
		nvl, plain := counted(name)
		for _, n := range append(plain, nvl...) {
			if n == chips || n == chips*dies {
				continue
			}
			message := fmt.Sprintf("%d, but the name %q says %d", chips, name, n)
			if dies > 1 {
				message += fmt.Sprintf("; %d packages have %d dies", chips, chips*dies)
			}
			v.report(accelerators.Chips.Name, message, "count the packages of the system that the name means")
			return
		}
	}
}

func domainNote(v *view) {
	spec := accelerators.ScaleUpBandwidth.Spec
	value, known := v.values()[spec]
	if !known {
		return
	}
	_, rest, found := strings.Cut(value.Note, "domain of ")
	if !found {
		return
	}
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789,"))]
	n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimRight(digits, ","), ",", ""))
	if chips := v.chips(); err == nil && n > 0 && chips > 0 && n%chips != 0 && chips%n != 0 {
		v.report(spec.Name, fmt.Sprintf("the note's domain of %d is neither a whole number of systems of %d chips nor a part of one", n, chips), "check system.chips, and whether the note counts dies")
	}
}

// largestPlainNVL is the greatest number after NVL that has always counted packages. Of those above, NVIDIA's of 2025 counted dies: NVL144 is 72 packages.
const largestPlainNVL = 72

func diesAsChips(v *view) {
	chips, dies := v.chips(), v.dies()
	if dies < 2 {
		return
	}
	key := accelerators.Chips.Name
	for _, name := range append([]string{v.System.Name, v.System.ID}, v.System.Aliases...) {
		nvl, _ := counted(name)
		if slices.Contains(nvl, chips) && chips > largestPlainNVL {
			v.report(key, fmt.Sprintf("%d chips of %d dies in %q: such a number has counted dies", chips, dies, name),
				fmt.Sprintf("if it does, write chips = %d; if it counts packages, except the key and say who says so", chips/dies))
			return
		}
	}
	racks, known := v.span(accelerators.RacksPerUnit.Spec)
	for _, o := range v.family() {
		theirs, alsoKnown := o.span(accelerators.RacksPerUnit.Spec)
		if !known || !alsoKnown || racks.mid != theirs.mid || chips != dies*o.chips() || o.dies() != dies {
			continue
		}
		mine, hasTDP := v.span(accelerators.TDP.Spec)
		their, theyHave := o.span(accelerators.TDP.Spec)
		if hasTDP && theyHave && !mine.over(their).meets(0.8, math.Inf(1)) { // smaller chips: more of them fit
			continue
		}
		v.report(key, fmt.Sprintf("%d chips of %d dies in as many racks as the %d of %s", chips, dies, o.chips(), o.id()), "count packages, not dies; if these are packages, except the key and say who says so")
		return
	}
}

func wholeRacks(v *view) {
	racks, known := v.span(accelerators.RacksPerUnit.Spec)
	if !known || racks.mid <= 0 {
		return
	}
	n := racks.mid
	if n < 1 {
		n = 1 / n
	}
	if math.Abs(n-math.Round(n)) > 0.01*n {
		v.report(accelerators.RacksPerUnit.Name, number(racks.mid)+" is neither a whole number nor one over a whole number", "write 0.25 for four systems to a rack, 2 for a system of two racks")
	}
}
