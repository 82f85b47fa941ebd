using System.Text.Json.Nodes;
using NeuralNet.Tests;

namespace NeuralNet.Onnx.Tests;

/// <summary>Has ONNX Runtime run graphs, all in one process.</summary>
internal static class OnnxRuntime
{
    /// <summary>For each name the outputs or the error.</summary>
    public static JsonNode Run(IEnumerable<(string Name, byte[] File, ForeignGraph Graph)> graphs)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-onnx-");
        string PathOf(string name) => Path.Combine(folder.FullName, name);
        var jobs = new JsonArray();
        foreach ((string name, byte[] file, ForeignGraph graph) in graphs)
        {
            string path = PathOf($"{jobs.Count}.onnx");
            File.WriteAllBytes(path, file);
            jobs.Add(new JsonObject
            {
                ["name"] = name,
                ["file"] = path,
                ["inputs"] = TensorJson.Write(graph.Inputs),
                ["types"] = new JsonArray([.. graph.InputTypes.Select(type => JsonValue.Create(type))]),
            });
        }

        File.WriteAllText(PathOf("jobs.json"), jobs.ToJsonString());
        string script = Path.Combine(AppContext.BaseDirectory, "Tools", "onnx-runtime.cjs");
        ChildProcess.Run("node", script, ExternalTools.NodeFolder, PathOf("jobs.json"), PathOf("results.json"));
        JsonNode results = JsonNode.Parse(File.ReadAllText(PathOf("results.json")))!;
        folder.Delete(recursive: true);
        return results;
    }
}
