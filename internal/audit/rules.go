package audit

import "slices"

// Kind is what a rule applies to.
type Kind int

// The kinds of profiles.
const (
	All     Kind = iota // systems and sites
	Systems             // profiles of systems
	Sites               // profiles of sites
)

// String names the kind as the list of rules does.
func (k Kind) String() string { return [...]string{"all", "systems", "sites"}[k] }

// Rule is one way to look at a profile.
type Rule struct {
	Code     string // its name, as findings and exceptions have it
	Severity Severity
	Of       Kind
	Doc      string // one sentence that says what must hold

	check func(v *view) // nil for the rules that the reader of profiles applies
}

// The codes of the rules that the reader of profiles applies, most of them alone, since it cannot go on without them.
const (
	Syntax          = "syntax"
	Keys            = "keys"
	Numbers         = "numbers"
	Evidence        = "evidence"
	Sources         = "sources"
	Names           = "names"
	PowerBelowChips = "power-below-chips"
	Correlations    = "correlations"
)

// The codes of what can be wrong with exceptions.
const (
	UnknownException = "unknown-exception"
	UnusedException  = "unused-exception"
)

// stale is the code of the rule that counts only where an age is given.
const stale = "stale"

// Rules is the table of all rules. Adding one is adding a line here: its findings, its exceptions, its documentation and its key in the schema follow.
var Rules = []Rule{
	{Syntax, Problem, All, "A profile is a readable file of UTF-8 text in TOML, of at most 1 MiB.", nil},
	{Keys, Problem, All, "Every key is known where it stands and holds what it should; none that must be there is missing.", nil},
	{Numbers, Problem, All, "A value is a distribution that can be, in a unit of its dimension, within the bounds of its input.", nil},
	{Evidence, Problem, All, "A value says what it rests on: a basis, a source unless it is assumed, a note where it is derived or assumed.", nil},
	{Sources, Problem, All, "Every source that is cited is there, every source that is there is cited, and a stranger can open it.", nil},
	{Correlations, Problem, All, "A stated correlation is of two inputs of the profile that are not of one common group, has a rank between -1 and 1, and can be true with the others.", nil},
	{Names, Problem, All, "An id or an alias belongs to one profile alone.", uniqueNames},

	{"long-name", Warning, All, "A name has at most 40 characters, the room that tables and charts have.", longName},
	{"published-source", Problem, All, "A published value rests only on sources of kind vendor: on what the vendor or operator of the machine says.", publishedSources},
	{"source-page", Warning, All, "The address of a source is that of a page, not of a whole site, unless the site is the vendor's or a register.", sourcePages},
	{"idle-correlation", Warning, All, "A stated correlation is of two inputs that have a range.", idleCorrelations},

	{PowerBelowChips, Problem, Systems, "A system's rated power covers its chips at their highest TDP.", nil},
	{"power-margin", Warning, Systems, "A system's rated power is 1.05 to 3 times that of its chips: hosts, fans and conversion take some, and not most.", powerMargin},
	{"rack-power", Warning, Systems, "A rack takes 2 kW to 700 kW, and one that is cooled by air at most 75 kW.", rackPower},
	{"watts-per-flop", Warning, Systems, "A chip's TDP over its dense peak is that of chips that exist: 0.15 to 4 W per TFLOP/s of 16 bits.", wattsPerFLOP},
	{"far-off", Problem, Systems, "TDP, peaks and rated power are not ten times off: no relation between two of them is beyond what chips of their time have.", farOff},
	{"efficiency", Warning, Systems, "From one generation of a family to the next, the watts per FLOP/s do not rise, each at its best precision.", efficiency},

	{"dense-sparse", Problem, Systems, "A dense peak is below the sparse peak of the same precision.", denseSparse},
	{"sparse-sibling", Warning, Systems, "A dense peak is not the sparse peak of a sibling: of a system of its family.", sparseSibling},
	{"doubled-peak", Warning, Systems, "A dense peak is not exactly 2 or 4 times that of a sibling of its generation, unless its dies are.", doubledPeak},
	{"precision-ratio", Warning, Systems, "Half the bits give 1 or 2 times the dense peak; 4 times is what a sparse peak looks like.", precisionRatio},
	{"unused-mfu", Warning, Systems, "A utilisation is given only for precisions of which there is a peak.", unusedMFU},

	{"domain-size", Problem, Systems, "A number of chips in a name (NVL72, 8 GPUs) is that of the system's chips, or of their dies.", domainSize},
	{"domain-note", Warning, Systems, "A scale-up domain that a note gives as a number of chips is a whole number of systems, or a system of it.", domainNote},
	{"dies-as-chips", Warning, Systems, "A system's chips are packages: a rack that has as many times a sibling's chips as a package has dies counts dies.", diesAsChips},
	{"whole-racks", Warning, Systems, "A system fills whole racks, or a whole number of systems fills one.", wholeRacks},

	{"memory-rate", Problem, Systems, "A chip's memory is read through 10 to 120 times a second.", memoryRate},
	{"generation-step", Warning, Systems, "From earlier generations of a family to later ones, TDP, peaks and memory change by factors that have been seen, for the size of the chip.", generationStep},
	{"network-share", Warning, Systems, "Network, storage and management take 3.5 to 50% of a chip's TDP.", networkShare},
	{"link-rate", Warning, Systems, "A chip's scale-up links carry 5 to 120% of what its memory does, and its network 0.45 to 30% of what those links do.", linkRate},
	{"cost-per-watt", Warning, Systems, "A chip, installed, costs 13 to 150 USD per watt of its TDP.", costPerWatt},
	{"rental-payback", Warning, Systems, "A year's rent of a chip is 0.1 to 2 times what it costs.", rentalPayback},

	{"scatter-centre", Problem, Sites, "The scatter between sites has the median 1: it widens results and does not move them.", scatterCentre},
	{"facility-life", Warning, Sites, "A facility outlives its computers.", facilityLife},

	{"date-order", Problem, Systems, "A system is announced, then available, then no longer sold.", dateOrder},
	{"undated", Problem, Systems, "A system that is or was sold has a date of announcement or availability.", undated},
	{"status", Warning, Systems, "A system's status agrees with its dates.", statusDates},
	{stale, Warning, All, "With --max-age: every value that has sources has one that is no older.", staleValues},

	{"conflict", Info, All, "Where sources contradict each other, each figure stands with its weight and source.", conflicts},
	{"assumed", Info, All, "Values without a source are few.", assumedValues},

	{UnknownException, Problem, All, "An exception is from a rule that there is and that has exceptions.", nil},
	{UnusedException, Warning, All, "An exception applies: without it, its rule would find something.", nil},
}

// Excepts reports whether a profile can take itself out of the rule. What the reader finds has to be corrected, and what is only worth knowing excuses itself.
func (r *Rule) Excepts() bool { return r.check != nil && r.Code != Names && r.Severity != Info }

// Find returns the rule of that code, or nil.
func Find(code string) *Rule {
	if i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Code == code }); i >= 0 {
		return &Rules[i]
	}
	return nil
}

func codes() []string {
	var out []string
	for _, r := range Rules {
		out = append(out, r.Code)
	}
	return out
}
