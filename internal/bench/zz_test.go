package main
import ("context";"testing";"time";"fmt";"sync";"sync/atomic";"github.com/jackc/pgx/v5";"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest")
func TestZZ(t *testing.T){
 ctx:=context.Background()
 c,err:=postgrestest.Start("fsync=on","synchronous_commit=on","shared_preload_libraries=pg_stat_statements")
 if err!=nil{t.Fatal(err)}
 defer c.Close()
 makeDatabase(ctx,c,"ours")
 o,err:=openHallyu(ctx,c.URL("ours")); if err!=nil{t.Fatal(err)}
 defer o.close()
 conn,_:=pgx.Connect(ctx,c.URL("ours"))
 conn.Exec(ctx,"create extension pg_stat_statements")
 var n atomic.Int64
 run:=func(d time.Duration)int64{ s:=n.Load(); var wg sync.WaitGroup; b:=time.Now(); for range 64{wg.Go(func(){for time.Since(b)<d{ if err:=o.place(ctx,n.Add(1));err!=nil{t.Error(err);return}}})};wg.Wait();return n.Load()-s}
 run(2*time.Second)
 conn.Exec(ctx,"select pg_stat_statements_reset()")
 before:=ownCPU()
 k:=run(8*time.Second)
 fmt.Println("orders/s",k/8,"own cpu/order",(ownCPU()-before)/time.Duration(k))
 rows,err:=conn.Query(ctx,"select calls, total_exec_time, rows, left(query,110) from pg_stat_statements order by 2 desc limit 24")
 if err!=nil{t.Fatal(err)}
 var tot float64
 for rows.Next(){var calls,r int64;var ms float64;var q string;rows.Scan(&calls,&ms,&r,&q);tot+=ms;fmt.Printf("%7d calls %8.1f ms  %6.1f us/order rows %d  %s\n",calls,ms,ms*1000/float64(k),r,q)}
 fmt.Println("total us/order",tot*1000/float64(k))
}
