using System.Text.Json.Nodes;

namespace NeuralNet.Onnx.Tests;

/// <summary>All examples as ONNX files in a folder, and what ONNX's checker says of them, started once for all.</summary>
public sealed class ExportedModels : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-onnx-");
    private readonly Dictionary<string, (string File, Tensor[] Expected)> exported = new(StringComparer.Ordinal);
    private readonly Lazy<JsonNode> checkerResults;

    public ExportedModels()
    {
        var jobs = new JsonArray();
        foreach (ExportExample example in ExportExamples.All.Where(example => example.NotInOnnx is null))
        {
            string file = Path.Combine(folder.FullName, $"{exported.Count}.onnx");
            Model model = example.Make();
            model.ExportOnnx(file);
            exported[example.Name] = (file, [.. model.Predict(example.Inputs)]);
            jobs.Add(new JsonObject { ["name"] = example.Name, ["file"] = file });
        }

        File.WriteAllText(PathOf("jobs.json"), jobs.ToJsonString());
        checkerResults = new(() => Results("checker.json", output =>
            ChildProcess.Run(ExternalTools.PythonWith("onnx")!, Tool("onnx_checker.py"), PathOf("jobs.json"), output)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    internal string FileOf(string example) => exported[example].File;

    /// <summary>What the model itself predicts.</summary>
    internal Tensor[] Expected(string example) => exported[example].Expected;

    /// <summary>What ONNX's checker says of an example.</summary>
    internal JsonNode CheckedByOnnx(string example) => checkerResults.Value[example]!;

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private JsonNode Results(string name, Action<string> run)
    {
        run(PathOf(name));
        return JsonNode.Parse(File.ReadAllText(PathOf(name)))!;
    }

    private static string Tool(string name) => Path.Combine(AppContext.BaseDirectory, "Tools", name);
}
