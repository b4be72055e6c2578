package plots

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"sync"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// raster is gonum's image canvas with two changes. It maps points to pixels by
// an exact factor, where vgimg only takes whole dots per inch, and it fills
// text as outlines, so that PNG and SVG show the same letters.
type raster struct {
	*vgimg.Canvas
	fonts  typefaces
	factor float64 // pixels per point
}

func newRaster(o Options, th theme, fonts typefaces) *raster {
	// At 72 dpi one point is one pixel; the scale does the rest.
	cv := vgimg.NewWith(
		vgimg.UseWH(vg.Length(o.Width), vg.Length(o.Height)),
		vgimg.UseDPI(72), vgimg.UseBackgroundColor(th.bg))
	r := &raster{cv, fonts, o.DPI / 72}
	r.Canvas.Scale(r.factor, r.factor)
	return r
}

// SetLineWidth implements vg.Canvas; vgimg does not scale line widths.
func (r *raster) SetLineWidth(w vg.Length) { r.Canvas.SetLineWidth(w * vg.Length(r.factor)) }

// SetLineDash implements vg.Canvas; vgimg does not scale dashes.
func (r *raster) SetLineDash(dashes []vg.Length, offset vg.Length) {
	scaled := make([]vg.Length, len(dashes))
	for i, d := range dashes {
		scaled[i] = d * vg.Length(r.factor)
	}
	r.Canvas.SetLineDash(scaled, offset*vg.Length(r.factor))
}

// FillString implements vg.Canvas.
func (r *raster) FillString(f font.Face, pt vg.Point, text string) {
	r.Fill(r.fonts.of(f).outline(text, f.Font.Size, pt))
}

// of finds the typeface behind a gonum face.
func (t typefaces) of(f font.Face) *typeface {
	if f.Font.Weight == t.bold.font.Font.Weight {
		return t.bold
	}
	return t.regular
}

// encoderBuffers keeps the encoder's buffers between charts.
type encoderBuffers struct{ pool sync.Pool }

func (b *encoderBuffers) Get() *png.EncoderBuffer {
	e, _ := b.pool.Get().(*png.EncoderBuffer)
	return e
}

func (b *encoderBuffers) Put(e *png.EncoderBuffer) { b.pool.Put(e) }

var buffers encoderBuffers

// encode writes the picture with its text chunks.
func (r *raster) encode(w *bytes.Buffer, e Embedded) error {
	return encodePNG(w, r.Image(), e)
}

// Keywords of the text chunks; the first three are registered by the PNG specification.
const (
	keyTitle       = "Title"
	keyDescription = "Description"
	keySoftware    = "Software"
	keyRecipe      = "capplan-recipe"
	keyInputHash   = "capplan-input-hash"
)

func (e Embedded) pairs() [][2]string {
	return [][2]string{
		{keyTitle, e.Title}, {keyDescription, e.Description}, {keySoftware, e.Software},
		{keyRecipe, e.Recipe}, {keyInputHash, e.InputHash},
	}
}

// ihdrEnd is where the header chunk of every PNG ends: signature 8, length 4,
// type 4, data 13, checksum 4.
const ihdrEnd = 33

// encodePNG writes the image and puts the text chunks right behind the header,
// where a reader finds them without the pixels. No chunk holds a time.
func encodePNG(w io.Writer, img image.Image, e Embedded) error {
	var body bytes.Buffer
	body.Grow(256 << 10)
	enc := png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: &buffers}
	if err := enc.Encode(&body, img); err != nil {
		return err
	}
	var out bytes.Buffer
	out.Write(body.Bytes()[:ihdrEnd])
	for _, kv := range e.pairs() {
		if kv[1] != "" {
			writeTextChunk(&out, kv[0], kv[1])
		}
	}
	out.Write(body.Bytes()[ihdrEnd:])
	_, err := w.Write(out.Bytes())
	return err
}

// writeTextChunk uses tEXt for ASCII and iTXt, which is UTF-8, for the rest.
func writeTextChunk(w *bytes.Buffer, key, text string) {
	kind, data := "tEXt", key+"\x00"+text
	if !ascii(text) {
		// No compression, no language, no translated keyword.
		kind, data = "iTXt", key+"\x00\x00\x00\x00\x00"+text
	}
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(data)))
	w.Write(n[:])
	sum := crc32.NewIEEE()
	chunk := io.MultiWriter(w, sum)
	io.WriteString(chunk, kind) // a bytes.Buffer and a hash do not fail
	io.WriteString(chunk, data)
	binary.BigEndian.PutUint32(n[:], sum.Sum32())
	w.Write(n[:])
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x7f || s[i] < ' ' && s[i] != '\n' {
			return false
		}
	}
	return true
}
