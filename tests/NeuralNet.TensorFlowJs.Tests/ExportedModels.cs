using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs.Tests;

/// <summary>
/// The TensorFlow.js models of all examples in folders, and the results of TensorFlow.js, which runs once for all of them.
/// </summary>
public sealed class ExportedModels : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("neuralnet-tensorflow-js-");
    private readonly Dictionary<string, (string Folder, Tensor[] Expected, string? Error)> exported = new(StringComparer.Ordinal);
    private readonly Lazy<JsonNode> results;

    public ExportedModels()
    {
        var jobs = new JsonArray();
        foreach (ExportExample example in ExportExamples.All)
        {
            Model model = example.Make();
            string name = $"{exported.Count}";
            string? error = Export(model, Path.Combine(root.FullName, name));
            exported[example.Name] = (name, [.. model.Predict(example.Inputs)], error);
            if (error is null)
                jobs.Add(new JsonObject { ["name"] = example.Name, ["folder"] = name, ["inputs"] = TensorJson.Write(example.Inputs) });
        }

        File.WriteAllText(Path.Combine(root.FullName, "jobs.json"), jobs.ToJsonString());
        results = new(Run);
    }

    public void Dispose() => root.Delete(recursive: true);

    internal string FolderOf(string example) => Path.Combine(root.FullName, exported[example].Folder);

    internal Tensor[] Expected(string example) => exported[example].Expected;

    /// <summary>Returns the reason that an example was refused; null if it was written.</summary>
    internal string? ErrorOf(string example) => exported[example].Error;

    internal JsonNode RunByTensorFlowJs(string example) => results.Value[example]!;

    private static string? Export(Model model, string folder)
    {
        try
        {
            model.ExportTensorFlowJs(folder);
            return null;
        }
        catch (NotSupportedException exception)
        {
            Assert.False(Directory.Exists(folder), "A model that is refused leaves a folder behind.");
            return exception.Message;
        }
    }

    private JsonNode Run()
    {
        string file = Path.Combine(root.FullName, "results.json");
        string script = Path.Combine(AppContext.BaseDirectory, "Tools", "tensorflow-js.cjs");
        ChildProcess.Run("node", script, ExternalTools.NodeFolder, root.FullName, file);
        return JsonNode.Parse(File.ReadAllText(file))!;
    }
}
