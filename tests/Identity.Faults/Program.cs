using Identity.Faults.Bed;
var bed = await TestBed.StartAsync(args[0], 3);
Console.WriteLine("up");
for (var i=0;i<20;i++) { await Task.Delay(500); Console.WriteLine(string.Join(',', await bed.Proxy.ReadyAsync())); }
using var http = bed.Clients.NewHttpClient(TimeSpan.FromSeconds(5));
Console.WriteLine(await http.GetStringAsync(new Uri(bed.Proxy.Url+"/realms/rotating/.well-known/openid-configuration")));
foreach (var p in bed.Pods.All) { Console.WriteLine(p.Server.Output); }
await bed.DisposeAsync();
