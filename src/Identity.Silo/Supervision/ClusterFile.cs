using System.Text.Json;

namespace Identity.Silo.Supervision;

/// <summary>Tells other programs where the cluster and its pods are. Readers see the whole old or the whole new file.</summary>
internal sealed class ClusterFile(string path, Uri front) : IDisposable
{
    private readonly Lock _turn = new();

    public void Write(IReadOnlyList<Pod> pods)
    {
        lock (_turn)
        {
            var unfinished = path + ".new";
            using (var file = File.Create(unfinished))
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
            {
                json.WriteStartObject();
                json.WriteString("url", Text(front));
                json.WriteStartArray("pods");
                foreach (var pod in pods)
                {
                    json.WriteStartObject();
                    json.WriteString("name", pod.Name);
                    json.WriteNumber("pid", pod.ProcessId);
                    json.WriteString("url", Text(pod.Url));
                    json.WriteString("management", Text(pod.Management));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            File.Move(unfinished, path, overwrite: true);
        }
    }

    /// <summary>Removes the file: nothing runs any more.</summary>
    public void Dispose() => File.Delete(path);

    private static string Text(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
