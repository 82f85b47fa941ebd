using System.Text.Json.Nodes;

namespace NeuralNet.Onnx.Tests;

/// <summary>The ONNX files of all examples in a folder, and the results of ONNX's checker, which runs once for all of them.</summary>
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

    /// <summary>Returns the predictions of the model.</summary>
    internal Tensor[] Expected(string example) => exported[example].Expected;

    /// <summary>Returns the result of ONNX's checker for an example.</summary>
    internal JsonNode CheckedByOnnx(string example) => checkerResults.Value[example]!;

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private JsonNode Results(string name, Action<string> run)
    {
        run(PathOf(name));
        return JsonNode.Parse(File.ReadAllText(PathOf(name)))!;
    }

    private static string Tool(string name) => Path.Combine(AppContext.BaseDirectory, "Tools", name);
}
