//go:build !unix

package profile

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
