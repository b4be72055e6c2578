package profile

import "github.com/capplan/capplan/internal/foreign"

// UnknownError says that the library has no profile of a name.
type UnknownError struct {
	Kind  Kind
	Name  string
	Meant string // a name that is near, or empty
	Other bool   // the name belongs to a profile of the other kind

	AsOf  string // the day of the library, if it is there but was not known yet
	Since string // what made it known later, and when
}

// Error implements the error interface.
func (e *UnknownError) Error() string {
	noun, other := "chip", "site"
	if e.Kind == Place {
		noun, other = other, noun
	}
	switch {
	case e.Since != "":
		return "unknown " + noun + " " + foreign.Quote(e.Name) + " as of " + e.AsOf + ": " + e.Since
	case e.Other:
		return foreign.Quote(e.Name) + " is a " + other + ", not a " + noun
	case e.Meant != "":
		return "unknown " + noun + " " + foreign.Quote(e.Name) + "; did you mean " + e.Meant + "? (capplan profiles list shows all)"
	}
	return "unknown " + noun + " " + foreign.Quote(e.Name) + " (capplan profiles list shows all)"
}
