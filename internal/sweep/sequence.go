package sweep

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/unit"
)

// Sequence is the values of an axis in order, in the base unit of what varies. They are computed when they are asked for, so that a long one takes no memory.
type Sequence struct {
	kind            kind
	whole           bool    // values between are rounded to whole numbers, not to 9 digits
	n               float64 // how many, which may be more than can be asked for
	list            []float64
	low, step, high float64

	exact    bool // low + i*step is (from + i*by) * 10^exp, exactly
	from, by int64
	exp      int
}

// kind is how the values are told.
type kind int

const (
	listed kind = iota
	stepped
	even
	logarithmic
)

// List is the values as they are given, at least one.
func List(values []float64) Sequence { return Sequence{n: float64(len(values)), list: values} }

// Steps is low, low + step, low + 2 step and so on up to high, which is included where it falls on a step. Each value is computed from its number, in decimal
// where the decimals of low and step allow that, so that the last of 1.05, 1.10 ... is 1.4 and not a little more.
func Steps(low, high, step float64) (Sequence, error) {
	switch {
	case step == 0:
		return Sequence{}, fmt.Errorf("a step of 0 never arrives; write LOW:HIGH:STEP with a step above 0")
	case low > high:
		return Sequence{}, fmt.Errorf("low is above high; a grid counts up, LOW:HIGH:STEP")
	case step < 0:
		return Sequence{}, fmt.Errorf("the step is negative; a grid counts up, LOW:HIGH:STEP with a step above 0")
	}
	s := Sequence{kind: stepped, low: low, step: step}
	s.n = min(math.Floor((high-low)/step+1e-9*max(1, (high-low)/step))+1, 1e300)
	if to, ok := s.inDecimal(high); ok {
		s.n = float64((to-s.from)/s.by + 1)
	}
	return s, nil
}

// Even is n values from low to high, both included, at even distances. The values between are rounded to 9 significant digits, so that what is printed is what
// was computed with.
func Even(low, high float64, n int) (Sequence, error) {
	if err := between(low, high, n); err != nil {
		return Sequence{}, err
	}
	if n == 1 {
		return List([]float64{low}), nil
	}
	return Sequence{kind: even, n: float64(n), low: low, step: (high - low) / float64(n-1), high: high}, nil
}

// Logarithmic is n values from low to high, both included, each the same multiple of the one before it, rounded like those of [Even].
func Logarithmic(low, high float64, n int) (Sequence, error) {
	if err := between(low, high, n); err != nil {
		return Sequence{}, err
	}
	if low <= 0 {
		return Sequence{}, fmt.Errorf("a logarithmic scale is above 0")
	}
	if n == 1 {
		return List([]float64{low}), nil
	}
	return Sequence{kind: logarithmic, n: float64(n), low: low, high: high}, nil
}

func between(low, high float64, n int) error {
	switch {
	case n < 1:
		return fmt.Errorf("the number of values is %d; it is 1 or more", n)
	case low > high:
		return fmt.Errorf("low is above high; write LOW:HIGH first")
	case n > 1 && low == high:
		return fmt.Errorf("low and high are the same, which is one value")
	case n == 1 && low < high:
		return fmt.Errorf("one value between two ends: which? write it by itself, or ask for 2 values or more")
	}
	return nil
}

// inDecimal writes low, step and high as whole numbers of one power of ten, if they are small enough for that.
func (s *Sequence) inDecimal(high float64) (to int64, ok bool) {
	var digits [3]string
	var exps [3]int
	s.exp = math.MaxInt
	for i, x := range []float64{s.low, s.step, high} {
		mantissa, exp, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
		whole, fraction, _ := strings.Cut(mantissa, ".")
		e, _ := strconv.Atoi(exp)
		digits[i], exps[i] = whole+fraction, e-len(fraction)
		if x != 0 {
			s.exp = min(s.exp, exps[i])
		}
	}
	if s.exp < -22 || s.exp > 22 {
		return 0, false
	}
	var whole [3]int64
	for i := range digits {
		zeros := exps[i] - s.exp
		if strings.Trim(digits[i], "-0") == "" {
			zeros = 0
		}
		if zeros > 15 {
			return 0, false
		}
		x, err := strconv.ParseInt(digits[i]+strings.Repeat("0", zeros), 10, 64)
		if err != nil || x > 1<<53 || x < -1<<53 {
			return 0, false
		}
		whole[i] = x
	}
	s.from, s.by, s.exact = whole[0], whole[1], true
	return whole[2], true
}

// Len is the number of values; at most 2^53, which stands for all beyond.
func (s *Sequence) Len() int { return int(min(s.n, 1<<53)) }

// At returns value i, from 0.
func (s *Sequence) At(i int) float64 {
	switch {
	case s.kind == listed:
		return s.list[i]
	case s.exact && s.exp < 0:
		return float64(s.from+int64(i)*s.by) / tens[-s.exp]
	case s.exact:
		return float64(s.from+int64(i)*s.by) * tens[s.exp]
	case i == 0:
		return s.low
	case s.kind == stepped:
		return s.low + float64(float64(i)*s.step)
	case i == s.Len()-1:
		return s.high
	case s.whole:
		return math.Round(s.between(i))
	}
	return unit.Rounded(s.between(i))
}

// between is a value of a scale before rounding.
func (s *Sequence) between(i int) float64 {
	if s.kind == even {
		return s.low + float64(float64(i)*s.step)
	}
	return s.low * math.Pow(s.high/s.low, float64(i)/float64(s.Len()-1))
}

// InWhole is the sequence for what comes in whole numbers: values between the ends of a scale are rounded to them. The error says that they are too close for
// that.
func (s Sequence) InWhole() (Sequence, error) {
	if s.kind == even || s.kind == logarithmic {
		if s.between(1)-s.low < 1 {
			return s, fmt.Errorf("%d values are too many between %g and %g, as they are whole numbers", s.Len(), s.low, s.high)
		}
		s.whole = true
	}
	return s, nil
}

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// String writes the sequence so that two are the same if and only if their texts are.
func (s *Sequence) String() string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	switch s.kind {
	case listed:
		parts := make([]string, len(s.list))
		for i, x := range s.list {
			parts[i] = number(x)
		}
		return strings.Join(parts, ",")
	case logarithmic:
		return number(s.low) + ":" + number(s.high) + ":log:" + strconv.Itoa(s.Len())
	case even:
		return number(s.low) + ":" + number(s.high) + ":lin:" + strconv.Itoa(s.Len())
	}
	return number(s.low) + ":" + number(s.At(s.Len()-1)) + ":" + number(s.step)
}

// extremes are the numbers of the least and the greatest value.
func (s *Sequence) extremes() (least, greatest int) {
	if s.kind != listed {
		return 0, s.Len() - 1
	}
	for i, x := range s.list {
		if x < s.list[least] {
			least = i
		}
		if x > s.list[greatest] {
			greatest = i
		}
	}
	return least, greatest
}
