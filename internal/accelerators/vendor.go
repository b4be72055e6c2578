package accelerators

import "strings"

// otherNames are what people call vendors that profiles have by another name.
var otherNames = map[string]string{"aws": "Amazon", "alphabet": "Google", "azure": "Microsoft", "facebook": "Meta", "habana": "Intel"}

// VendorName is the name by which profiles have a vendor: that of the company for one of its other names, whatever its case, and else the word itself.
func VendorName(word string) string {
	if name, is := otherNames[strings.ToLower(word)]; is {
		return name
	}
	return word
}

// SameVendor reports whether two words name one vendor: case does not count, nor which of its names is used.
func SameVendor(a, b string) bool { return strings.EqualFold(VendorName(a), VendorName(b)) }
