package check

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// Statistics are what of a quantity a condition can be about.
var Statistics = []string{"p5", "p25", "p50", "p75", "p95", "mean", "sd", "point"}

// Operators are the ways to compare: with one number, or with two ends that both count as inside.
var Operators = []string{"<", "<=", ">", ">=", "=", "inside", "outside"}

// Condition is a statement about a figure, such as "capacity.chips.p5 < 1.7M", and what it means if it is true.
type Condition struct {
	Text      string
	Level     Status // Fail or Warn
	Member    string // whose quantity; empty for the total
	Spec      *quantity.Spec
	Statistic string
	Operator  string
	Low, High float64 // in base units, or as shares of the baseline's figure (-0.05); equal where there is one number
	Relative  bool    // Low and High are changes against a baseline
	When      Moment  // of a ramp: which quarter it is about
	Note      string  // what it is for; may be empty
	name      Piece
	named     bool // the statistic was written
	words     *vocabulary
}

const conditionForm = "write QUANTITY[.STATISTIC] OPERATOR VALUE, such as 'capacity.chips.p5 < 1.7M', 'capacity.chips outside 1.5M..2.5M' or 'cost.capex > +5%'"

// ParseCondition reads a condition. Every error is a [*SyntaxError].
func ParseCondition(text string, level Status) (*Condition, error) {
	return parseCondition(text, level, modelWords)
}

func parseCondition(text string, level Status, words *vocabulary) (*Condition, error) {
	c := &Condition{Text: text, Level: level, words: words}
	fault := func(p Piece, problem, advice string) error { return &SyntaxError{text, p.At, p.Text, problem, advice} }
	if len(text) > maxText {
		return nil, &SyntaxError{text, 0, "", "too long for a condition", conditionForm}
	}
	name, operator, value := threeParts(text)
	switch {
	case name.Text == "" && operator.Text == "":
		return nil, fault(name, "an empty condition", conditionForm)
	case name.Text == "":
		return nil, fault(operator, "no quantity stands before it", conditionForm)
	case operator.Text == "":
		return nil, fault(Piece{"", len(text)}, "there is no operator", "one of "+strings.Join(Operators, " ")+" is wanted; "+conditionForm)
	case !slices.Contains(Operators, operator.Text):
		advice := "one of " + strings.Join(Operators, " ") + " is wanted"
		switch near := suggest.Suggest(operator.Text, Operators[5:]); {
		case operator.Text == "==":
			advice = "write ="
		case operator.Text == "=<" || operator.Text == "=>":
			advice = "write " + operator.Text[1:] + "="
		case near != "":
			advice = "did you mean " + near + "?"
		}
		return nil, fault(operator, "unknown operator", advice)
	case value.Text == "":
		return nil, fault(operator, "no value stands after it", conditionForm)
	}
	c.name, c.Operator = name, operator.Text
	if err := c.quantity(); err != nil {
		return nil, err
	}
	if err := c.limits(value); err != nil {
		return nil, err
	}
	return c, nil
}

// threeParts takes a condition apart: what stands before the operator, the operator, what stands after it.
func threeParts(text string) (name, operator, value Piece) {
	piece := func(from, to int) Piece {
		t := text[from:to]
		cut := len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
		return Piece{strings.TrimSpace(t), from + cut}
	}
	if i := strings.IndexAny(text, "<>=!"); i >= 0 {
		end := i
		for end < len(text) && strings.IndexByte("<>=!", text[end]) >= 0 {
			end++
		}
		return piece(0, i), piece(i, end), piece(end, len(text))
	}
	words := split(text)
	switch len(words) {
	case 0:
		return Piece{"", 0}, Piece{}, Piece{}
	case 1:
		return words[0], Piece{"", len(text)}, Piece{"", len(text)}
	}
	rest := words[1].At + len(words[1].Text)
	return words[0], words[1], piece(rest, len(text))
}

// quantity finds what the condition is about. A name alone is the median.
func (c *Condition) quantity() error {
	full := c.name.Text
	owner, name, of := c.words.owner(full)
	c.Member = strings.TrimSpace(owner)
	name = strings.TrimSpace(name)
	fault := func(problem, advice string) error { return &SyntaxError{c.Text, c.name.At, full, problem, advice} }
	if of && c.Member == "" {
		return fault("no chip stands before the colon", "write CHIP:QUANTITY, or QUANTITY for the total")
	}
	name, problem, advice := c.moment(name)
	if problem != "" {
		return fault(problem, advice)
	}
	if strings.ContainsAny(name, " \t") {
		return fault("a single quantity is wanted", conditionForm)
	}
	c.Statistic = "p50"
	s := c.words.find(name)
	if i := strings.LastIndexByte(name, '.'); s == nil && i > 0 {
		base, last := name[:i], name[i+1:]
		s = c.words.find(base)
		known := c.words.statistics()
		switch isStatistic := slices.Contains(known, last); {
		case s != nil && !isStatistic:
			return fault(fmt.Sprintf("unknown statistic %q", last), meant(last, known)+"one of "+strings.Join(known, " ")+" is wanted")
		case isStatistic:
			c.Statistic, c.named, name = last, true, base
		}
	}
	switch {
	case s == nil:
		return fault(fmt.Sprintf("unknown quantity %q", name), meant(name, c.words.outputNames())+c.words.listed())
	case s.Input:
		return fault(fmt.Sprintf("%s is an input", s.Name), "a computed quantity is wanted; capplan quantities lists them")
	}
	c.Spec = s
	return nil
}

func meant(word string, known []string) string {
	if near := suggest.Suggest(word, known); near != "" {
		return "did you mean " + near + "? "
	}
	return ""
}

// limits reads what the figure is compared with.
func (c *Condition) limits(value Piece) error {
	fault := func(problem, advice string) error { return &SyntaxError{c.Text, value.At, value.Text, problem, advice} }
	for _, w := range split(value.Text) {
		if l := strings.ToLower(w.Text); l == "and" || l == "or" || l == "&&" || l == "||" {
			return &SyntaxError{c.Text, value.At + w.At, w.Text, "one comparison to a condition", "give the flag once for each"}
		}
	}
	if strings.ContainsAny(value.Text, "<>=!") {
		return fault("one comparison to a condition", "give the flag once for each, or write 'outside LOW..HIGH'")
	}
	low, high, two := strings.Cut(value.Text, "..")
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	sided := c.Operator == "inside" || c.Operator == "outside"
	switch {
	case sided && !two:
		return fault("two ends are wanted", "write "+c.Operator+" LOW..HIGH, such as 1.5M..2.5M or -5%..+5%")
	case !sided && two:
		return fault("one number is wanted", "for two ends write 'inside' or 'outside' before them")
	case !two:
		high = low
	}
	c.Relative = isChange(low)
	if isChange(high) != c.Relative {
		return fault("one end is a change and the other is not", "write both as changes against the baseline, such as -5%..+5%, or neither")
	}
	u := c.Spec.Unit
	if c.Relative {
		u = unit.For[unit.Number]()
	} else if two && endsInDigit(low) && !endsInDigit(high) && strings.Trim(low, "0.") != "" {
		return fault("the low end has no unit and the high end has one", "write it at both, such as 1.5M..2.5M")
	}
	var err error
	if c.Low, err = unit.ParseIn(low, u, 1); err == nil {
		c.High, err = unit.ParseIn(high, u, 1)
	}
	var why *unit.Error
	switch {
	case errors.As(err, &why):
		return fault(why.Problem, advise(why.Advice, "write it as "+unit.Accepted(u)))
	case err != nil:
		return fault(err.Error(), "")
	case c.Low > c.High:
		return fault("the low end is above the high end", "write LOW..HIGH")
	case c.Relative && c.Low < -1:
		return fault("a fall of more than 100%", "it could never be")
	}
	if problem, advice := c.outOfReach(value.Text); problem != "" {
		return fault(problem, advice)
	}
	return nil
}

// isChange tells "-5%" and "+5%", which are changes against a baseline, from a share.
func isChange(s string) bool {
	return strings.HasSuffix(s, "%") && (strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "\u2212"))
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// Bind finds the member that the condition names in a mix; the error is for the user.
func (c *Condition) Bind(m *mix.Mix) error {
	var ids []string
	for _, x := range m.Members {
		ids = append(ids, x.ID)
	}
	return c.bind(ids)
}

func (c *Condition) bind(ids []string) error {
	fault := c.fault
	switch {
	case c.Member == "" && c.Spec.Total == quantity.None && len(ids) > 1:
		return fault("it describes one chip and has no total", "say whose, such as "+ids[0]+":"+c.Spec.Name)
	case c.Member == "":
		return nil
	case !slices.Contains(ids, c.Member):
		return fault(fmt.Sprintf("%s is not one of the chips of this question", c.Member), meant(c.Member, ids)+"they are "+strings.Join(ids, ", "))
	case c.Spec.Total == quantity.TotalOnly:
		return fault("only the total has it", "write "+c.Spec.Name)
	}
	return nil
}

// statistic is one figure of a quantity, NaN where it has none.
func statistic(q *answer.Quantity, name string) float64 {
	switch name {
	case "p5":
		return q.P5
	case "p25":
		return q.P25
	case "p50":
		return q.P50
	case "p75":
		return q.P75
	case "p95":
		return q.P95
	case "mean":
		return q.Mean
	case "sd":
		return q.SD
	case "point":
		return q.Point
	}
	return math.NaN()
}
