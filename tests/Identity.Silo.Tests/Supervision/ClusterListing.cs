using System.Text.Json;
using Identity.Silo.Supervision;

namespace Identity.Silo.Tests.Supervision;

public sealed class ClusterListing : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-cluster-").FullName;

    [Fact]
    public void Names_the_front_and_each_pod()
    {
        var path = Path.Combine(_folder, "cluster.json");
        var file = new ClusterFile(path, new Uri("http://localhost:8080"));

        file.Write([new Pod("pod-1", 20_001, 20_002, 0, 0), new Pod("pod-2", 20_003, 20_004, 0, 0)]);

        using (var document = JsonDocument.Parse(File.ReadAllText(path)))
        {
            var second = document.RootElement.GetProperty("pods")[1];
            Assert.Equal("http://localhost:8080", document.RootElement.GetProperty("url").GetString());
            Assert.Equal("pod-2", second.GetProperty("name").GetString());
            Assert.Equal(0, second.GetProperty("pid").GetInt32());
            Assert.Equal("http://127.0.0.1:20003", second.GetProperty("url").GetString());
            Assert.Equal("http://127.0.0.1:20004", second.GetProperty("management").GetString());
        }

        file.Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 500)]
    [InlineData(5, 2_000)]
    [InlineData(50, 10_000)]
    public void A_pod_that_keeps_dying_is_started_less_and_less_often(int shortRuns, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), PodKeeper.PauseAfter(shortRuns));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
