package backtest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// The sites that rows are predicted with.
const (
	airSite    = "aws-air"
	liquidSite = "liquid-cooled"
	plainSite  = "default"
)

// siteOf chooses the site of a row by what is known of its operator and its systems, never by its numbers: Amazon's halls are of one kind; else systems that
// need liquid stand in a site built for it; the rest stands in the site of which nothing is known. Machines measured by themselves have no hall, and of the
// site only its scatter counts.
func siteOf(r *Row, systems []System) string {
	if r.Basis.Measured() {
		return plainSite
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(r.Operator), func(c rune) bool { return c < 'a' || c > 'z' }) {
		if word == "amazon" || word == "aws" {
			return airSite
		}
	}
	for _, s := range systems {
		if s.Cooling != "liquid" && s.Cooling != "hybrid" {
			return plainSite
		}
	}
	return liquidSite
}

// reading is one meaning of a row's power: what is computed, and at which boundary the power starts a question.
type reading struct {
	name  string // for people: facility, IT, racks and network, racks
	spec  *quantity.Spec
	basis int // of a question that starts from the power; -1 for a measured one, which no question starts from
}

var (
	facilityReading = reading{"facility", capacity.PowerFacility.Spec, power.Facility}
	itReading       = reading{"IT", capacity.PowerIT.Spec, power.IT}
	machineReading  = reading{"racks and network", capacity.ITRunning.Spec, -1}
	racksReading    = reading{"racks", capacity.RackRunning.Spec, -1}
)

// readings are the meanings that a row's power can have: one, or two where its source does not say.
func readings(r *Row) []reading {
	switch {
	case r.Basis == CriticalIT:
		return []reading{itReading}
	case r.Basis == Unspecified:
		return []reading{facilityReading, itReading}
	case r.Covers == Racks, r.Covers == "" && r.Basis == MeasuredTraining: // node meters
		return []reading{racksReading}
	case r.Basis.Measured():
		return []reading{machineReading}
	}
	return []reading{facilityReading}
}

// workloadOf is what the chips of a row do; it counts for measured machines alone.
func workloadOf(r *Row) int {
	if r.Basis == MeasuredHPL {
		return accelerators.Workload.Index("hpl")
	}
	return accelerators.Workload.Index("training")
}

// predictionInputs are what the quantities of all readings depend on.
func predictionInputs() []*quantity.Spec {
	return []*quantity.Spec{
		power.Reserve.Spec, power.PUEPeak.Spec, power.Provision.Spec, power.Scatter.Spec,
		accelerators.Chips.Spec, accelerators.TDP.Spec, accelerators.HostPower.Spec, accelerators.SystemPower.Spec, accelerators.NetworkPower.Spec,
		accelerators.Draw[accelerators.Workload.Index("training")].Spec, accelerators.Draw[accelerators.Workload.Index("hpl")].Spec,
	}
}

// System is a system of a row and its part of the row's chips.
type System struct {
	*accelerators.Accelerator
	Share float64
}

// Library finds systems and sites by name.
type Library interface {
	Accelerator(name string) (*accelerators.Accelerator, error)
	Site(name string) (*power.Site, error)
}

// mixWord ends the chip_id of a row of several generations.
const mixWord = " mix"

// systemsOf finds the systems of a row. left says why the row cannot be predicted though nothing is wrong with it. A name in the profile column that the library
// does not have is an error: it is a slip, and the row must not vanish because of it.
func systemsOf(r *Row, lib Library) (systems []System, left string, err error) {
	if r.Profile == "" {
		return nil, "not modelled: the row names no profile of the library", nil
	}
	named, err := parts(r.Profile)
	if err != nil {
		return nil, "", err
	}
	// The chips of a mix that is known by its chip_id alone.
	mixed := strings.Split(strings.TrimSuffix(r.ChipID, mixWord), "/")
	byChip := len(named) == 1 && len(mixed) > 1
	if byChip {
		named = nil
		for _, m := range mixed {
			named = append(named, part{strings.TrimSpace(m), 1 / float64(len(mixed))})
		}
	}
	for _, p := range named {
		a, err := lib.Accelerator(p.id)
		switch {
		case err != nil && byChip:
			return nil, fmt.Sprintf("left out: several generations, and the library has no %s; profile = ID=share/ID=share gives a mix", foreign.Quote(p.id)), nil
		case err != nil:
			return nil, "", err
		case slices.ContainsFunc(systems, func(s System) bool { return s.ID == a.ID }):
			return nil, "", fmt.Errorf("%s is named twice", a.ID)
		}
		systems = append(systems, System{a, p.share})
	}
	return systems, "", nil
}

// part is a system's id and its part of the chips.
type part struct {
	id    string
	share float64
}

// parts reads ID, ID/ID (equal parts) or ID=share/ID=share.
func parts(s string) ([]part, error) {
	list := strings.Split(s, "/")
	out := make([]part, len(list))
	given, sum := 0, 0.0
	for i, text := range list {
		id, share, has := strings.Cut(text, "=")
		out[i] = part{strings.TrimSpace(id), 1 / float64(len(list))}
		if !has {
			continue
		}
		x, err := unit.ParseIn(share, unit.For[unit.Number](), 1)
		if err != nil {
			return nil, err
		}
		if x <= 0 || x > 1 {
			return nil, fmt.Errorf("%s: a share is above 0 and at most 1", foreign.Quote(text))
		}
		out[i].share, given, sum = x, given+1, sum+x
	}
	switch {
	case given == 0:
	case given < len(list):
		return nil, fmt.Errorf("%s: give each system a share, or none", foreign.Quote(s))
	case math.Abs(sum-1) > 1e-6:
		return nil, fmt.Errorf("%s: the shares sum to %.6g, not 1", foreign.Quote(s), sum)
	}
	return out, nil
}

// packages turns the row's count into packages, which is what systems have.
func packages(r *Row, systems []System) (n float64, left string) {
	n = r.Count.Central
	if !r.InDies() {
		return n, ""
	}
	perPackage := 0.0 // of an average chip
	for _, s := range systems {
		v, known := s.Values[accelerators.Dies.Spec]
		if !known {
			return 0, "left out: it counts dies, and the profile of " + s.ID + " has no chip.dies"
		}
		perPackage += float64(s.Share * v.Mid())
	}
	return n / perPackage, ""
}
