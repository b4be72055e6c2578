// Command generate makes the problems of TestAgainstOtherSolvers and has them solved by two other solvers; README.md says how it is run. A mix in whole units is
// invented for each: kinds of machine with watts, dollars, square metres, chips and throughput, and limits such as people set. All figures are whole numbers, so
// that every answer is checked in exact arithmetic before it is believed.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// problem is one line of problems.json. A bound that is not there is null.
type problem struct {
	Maximise  bool      `json:"maximise"`
	Costs     []int64   `json:"costs"`
	Upper     []*int64  `json:"upper"`
	Rows      []limit   `json:"rows"`
	Objective *int64    `json:"objective"` // null if infeasible
	Values    []int64   `json:"values,omitempty"`
	solved    [2]answer // by GLPK and by CBC
}

type limit struct {
	Lower        *int64  `json:"lower"`
	Upper        *int64  `json:"upper"`
	Coefficients []int64 `json:"coefficients"`
}

type answer struct {
	objective int64
	values    []int64
	feasible  bool
}

// machine is one unit of a kind: an accelerator system, in watts, dollars, thousandths of a square metre, chips, and TFLOP/s.
type machine struct {
	watts, dollars, area, chips, throughput int64
	vendor                                  int
}

func main() {
	log.SetFlags(0)
	r := rand.New(rand.NewPCG(20261124, 200))
	work, err := os.MkdirTemp("", "bestmix")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(work)
	var out bytes.Buffer
	out.WriteString("[\n")
	infeasible := 0
	for k := range 200 {
		p := invent(r, k)
		p.solved[0], p.solved[1] = glpk(work, p), cbc(work, p)
		a, b := p.solved[0], p.solved[1]
		if a.feasible != b.feasible || a.objective != b.objective {
			log.Fatalf("problem %d: GLPK says %+v, CBC says %+v", k, a, b)
		}
		if a.feasible {
			p.Objective, p.Values = &a.objective, a.values
		} else {
			infeasible++
		}
		line, err := json.Marshal(p)
		if err != nil {
			log.Fatal(err)
		}
		if k > 0 {
			out.WriteString(",\n")
		}
		out.Write(line)
	}
	out.WriteString("\n]\n")
	if err := os.WriteFile("problems.json", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("200 problems, %d of them infeasible; GLPK and CBC agree on all", infeasible)
}

// invent makes problem k: the last 40 have all of 12 kinds and 5 limits, the others 2 to 12 kinds and 1 to 5 limits.
func invent(r *rand.Rand, k int) *problem {
	kinds, limits := 2+r.IntN(11), 1+r.IntN(5)
	if k >= 160 {
		kinds, limits = 12, 5
	}
	machines := make([]machine, kinds)
	for i := range machines {
		chips := int64(8 << r.IntN(5))
		watt := 400 + r.Int64N(1600)
		machines[i] = machine{
			watts:      chips*watt + 1000*r.Int64N(20),
			dollars:    chips * (8_000 + r.Int64N(45_000)),
			area:       1_200 + r.Int64N(9_000),
			chips:      chips,
			throughput: chips * watt * (300 + r.Int64N(900)) / 1000,
			vendor:     r.IntN(3),
		}
	}
	p := &problem{Maximise: r.IntN(4) > 0, Upper: make([]*int64, kinds)}
	each := func(of func(m machine) int64) []int64 {
		out := make([]int64, kinds)
		for i, m := range machines {
			out[i] = of(m)
		}
		return out
	}
	watts := 20_000_000 + r.Int64N(2_000_000_000)
	add := func(lower, upper *int64, c []int64) { p.Rows = append(p.Rows, limit{lower, upper, c}) }
	add(nil, &watts, each(func(m machine) int64 { return m.watts }))
	dollars := watts * (15 + r.Int64N(25))
	area := watts * (20 + r.Int64N(60)) / 1000
	// Of a vendor, at most this many per cent of the watts.
	share, vendor := 20+r.Int64N(60), r.IntN(3)
	// At least this many chips, which is seldom more than there can be.
	chips := watts / (500 + r.Int64N(2500))
	others := []func(){
		func() { add(nil, &dollars, each(func(m machine) int64 { return m.dollars })) },
		func() { add(nil, &area, each(func(m machine) int64 { return m.area })) },
		func() {
			add(nil, new(int64), each(func(m machine) int64 {
				if m.vendor == vendor {
					return (100 - share) * m.watts
				}
				return -share * m.watts
			}))
		},
		func() { add(&chips, nil, each(func(m machine) int64 { return m.chips })) },
		func() {
			chosen := r.IntN(kinds)
			most := watts / machines[chosen].watts * (1 + r.Int64N(60)) / 100
			p.Upper[chosen] = &most
			lower := most / 3
			one := make([]int64, kinds)
			one[chosen] = 1
			if r.IntN(2) == 0 {
				add(&lower, nil, one)
			} else {
				add(nil, &most, one)
			}
		},
	}
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	for _, do := range others[:limits-1] {
		do()
	}
	if p.Maximise {
		p.Costs = each(func(m machine) int64 { return m.throughput })
		return p
	}
	// The least money for a throughput that most of the watts can reach; it takes the place of the last limit but the first.
	p.Costs = each(func(m machine) int64 { return m.dollars })
	wanted := watts * (200 + r.Int64N(400)) / 1000
	if len(p.Rows) == 5 {
		p.Rows = p.Rows[:4]
	}
	add(&wanted, nil, each(func(m machine) int64 { return m.throughput }))
	return p
}

// text writes the problem in the LP format that both solvers read.
func (p *problem) text() string {
	var b strings.Builder
	terms := func(c []int64) {
		for j, v := range c {
			if v != 0 {
				fmt.Fprintf(&b, " %+d x%d\n", v, j)
			}
		}
	}
	b.WriteString(map[bool]string{true: "Maximize\n cost:\n", false: "Minimize\n cost:\n"}[p.Maximise])
	terms(p.Costs)
	b.WriteString("Subject To\n")
	for i, row := range p.Rows {
		fmt.Fprintf(&b, " r%d:\n", i)
		terms(row.Coefficients)
		if row.Lower != nil {
			fmt.Fprintf(&b, " >= %d\n", *row.Lower)
		} else {
			fmt.Fprintf(&b, " <= %d\n", *row.Upper)
		}
	}
	b.WriteString("Bounds\n")
	for j, u := range p.Upper {
		if u != nil {
			fmt.Fprintf(&b, " 0 <= x%d <= %d\n", j, *u)
		}
	}
	b.WriteString("General\n")
	for j := range p.Costs {
		fmt.Fprintf(&b, " x%d\n", j)
	}
	b.WriteString("End\n")
	return b.String()
}

// believe checks an answer in whole numbers and computes its objective.
func (p *problem) believe(by string, values []int64) answer {
	a := answer{values: values, feasible: true}
	for j, v := range values {
		a.objective += p.Costs[j] * v
		if v < 0 || p.Upper[j] != nil && v > *p.Upper[j] {
			log.Fatalf("%s: x%d is %d", by, j, v)
		}
	}
	for i, row := range p.Rows {
		sum := int64(0)
		for j, v := range values {
			sum += row.Coefficients[j] * v
		}
		if row.Lower != nil && sum < *row.Lower || row.Upper != nil && sum > *row.Upper {
			log.Fatalf("%s: row %d comes to %d, which breaks its limit: %v\n%s", by, i, sum, values, p.text())
		}
	}
	return a
}

func run(work, text, name string, args ...string) string {
	if err := os.WriteFile(filepath.Join(work, "problem.lp"), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = work
	out, err := cmd.CombinedOutput()
	if err != nil {
		log.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// glpk solves by GLPK, with a gap of 0.
func glpk(work string, p *problem) answer {
	run(work, p.text(), "glpsol", "--lp", "problem.lp", "--mipgap", "0", "--cuts", "-w", "solution")
	text, err := os.ReadFile(filepath.Join(work, "solution"))
	if err != nil {
		log.Fatal(err)
	}
	values := make([]int64, len(p.Costs))
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Fields(line)
		switch {
		case len(f) > 4 && f[0] == "s" && f[4] == "n":
			return answer{}
		case len(f) > 4 && f[0] == "s" && f[4] != "o":
			log.Fatalf("GLPK: %s", line)
		case len(f) == 3 && f[0] == "j":
			j, _ := strconv.Atoi(f[1])
			v, err := strconv.ParseFloat(f[2], 64)
			if err != nil || v != float64(int64(v)) {
				log.Fatalf("GLPK: %s", line)
			}
			values[p.column(j-1)] = int64(v)
		}
	}
	return p.believe("GLPK", values)
}

// column returns which of the problem's columns is the n-th that the text names: GLPK numbers them in that order.
func (p *problem) column(n int) int {
	seen := map[string]int{}
	for _, f := range strings.Fields(p.text()) {
		if _, ok := seen[f]; !ok && strings.HasPrefix(f, "x") {
			if len(seen) == n {
				j, _ := strconv.Atoi(f[1:])
				return j
			}
			seen[f] = len(seen)
		}
	}
	log.Fatalf("no column %d", n)
	return 0
}

// cbc solves by COIN-OR's CBC, with a gap of 0 and its tolerances as small as they go.
func cbc(work string, p *problem) answer {
	run(work, p.text(), "cbc", "problem.lp", "primalTolerance", "1e-9", "integerTolerance", "1e-9", "allowableGap", "0", "ratioGap", "0", "increment", "1e-9",
		"printingOptions", "all", "solve", "solution", "solution")
	text, err := os.ReadFile(filepath.Join(work, "solution"))
	if err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if strings.Contains(lines[0], "nfeasible") {
		return answer{}
	}
	if !strings.HasPrefix(lines[0], "Optimal - objective value") {
		log.Fatalf("CBC: %s", lines[0])
	}
	values := make([]int64, len(p.Costs))
	for _, line := range lines[1:] {
		if f := strings.Fields(line); len(f) == 4 && strings.HasPrefix(f[1], "x") {
			j, _ := strconv.Atoi(f[1][1:])
			v, err := strconv.ParseFloat(f[2], 64)
			if err != nil || v-float64(int64(v+0.5)) > 1e-5 || v-float64(int64(v+0.5)) < -1e-5 {
				log.Fatalf("CBC: %s", line)
			}
			values[j] = int64(v + 0.5)
		}
	}
	return p.believe("CBC", values)
}
