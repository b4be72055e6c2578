package profile
import ("testing";"strings";"fmt";"time")
func TestZZ(t *testing.T){
 n:=maxSize-100
 try:=func(name,s string){ if len(s)>maxSize{s=s[:maxSize]}; s0:=time.Now(); _,err:=ParseAccelerator("x.toml",[]byte(s)); var m string; c:=0; if err!=nil{ m=err.Error(); c=strings.Count(m,"\n")+1; m=firstLine(m); if len(m)>100{m=m[:100]}}; fmt.Printf("%-12s %8v %d %s\n",name,time.Since(s0).Round(time.Millisecond),c,m)}
 gen:=func(f func(i int) string) string { var b strings.Builder; for i:=0;b.Len()<n;i++{b.WriteString(f(i))}; return b.String()}
 try("keys",gen(func(i int) string{return fmt.Sprintf("k%d=1\n",i)}))
 try("tables",gen(func(i int) string{return fmt.Sprintf("[k%d]\n",i)}))
 try("sources",gen(func(i int) string{return fmt.Sprintf("[sources.k%d]\n",i)}))
 try("dups",gen(func(i int) string{return "a=1\n"}))
 try("dupt",gen(func(i int) string{return "[a]\n"}))
 try("brackets",strings.Repeat("[",n)); try("abr","a="+strings.Repeat("[",n)); try("abrace","a="+strings.Repeat("{a=",n/3))
 try("dots","a"+strings.Repeat(".a",n/2)); try("hdots","[a"+strings.Repeat(".a",n/2))
 try("arr","a=["+strings.Repeat("1,",n/2)+"]"); try("aliases","aliases=["+strings.Repeat("1,",n/2)+"]")
 try("aliases2","aliases=["+gen(func(i int) string{return fmt.Sprintf("\"k%d\",",i)})[:n-20])
 try("srcs","[chip]\ntdp={value=\"1 W\",basis=\"reported\",sources=["+gen(func(i int) string{return fmt.Sprintf("\"k%d\",",i)})[:n-80]+"\"a\"]}")
 try("values","[chip]\ntdp={values=["+strings.Repeat("\"1 W\",",n/7)+"],weights=[1]}")
 try("quotes","a="+strings.Repeat("\"",n)); try("ml","a=\"\"\""+strings.Repeat("\\\n",n/2))
 try("inl","a={"+gen(func(i int) string{return fmt.Sprintf("k%d=1,",i)})+"}")
 try("note","name=\""+strings.Repeat("x",n)+"\"")
 try("aot",strings.Repeat("[[a]]\n",n/6))
 try("aot2",strings.Repeat("[[chip]]\na=1\n",n/12))
 try("longkey",strings.Repeat("x",n)+"=1")
 try("qk",gen(func(i int) string{return fmt.Sprintf("\"\\u0061%d\"=1\n",i)}))
 try("dk",gen(func(i int) string{return fmt.Sprintf("a.b.c.k%d=1\n",i)}))
}
