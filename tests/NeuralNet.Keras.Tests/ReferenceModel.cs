using System.Text.Json.Nodes;

namespace NeuralNet.Keras.Tests;

/// <summary>
/// A model that Keras saved, with inputs and outputs. The names and sizes come from the JSON beside the file, so that a further file of the
/// same kind needs no code.
/// </summary>
/// <param name="Json">The case of the JSON.</param>
internal sealed record ReferenceModel(JsonObject Json)
{
    private static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, "Reference");

    /// <summary>The classes of layers that the library does not have yet; a file with one of them is refused with its name.</summary>
    private static readonly string[] Missing =
        [.. new[] { "Conv2D", "MaxPooling2D", "LSTM", "Bidirectional", "MultiHeadAttention" }.Where(IsMissing)];

    /// <summary>The names of the models of Keras 3 whose layers the library has.</summary>
    public static TheoryData<string> Names => [.. Files.Where(name => name.EndsWith(".keras", StringComparison.Ordinal) && !Lacks(name))
        .Select(name => name[..^6])];

    /// <summary>The names of the models in files of the older format.</summary>
    public static TheoryData<string> LegacyNames => [.. Files.Where(name => name.StartsWith("legacy", StringComparison.Ordinal)
        && name.EndsWith(".h5", StringComparison.Ordinal)).Select(name => name[..^3])];

    /// <summary>The names of the models with a layer that the library does not have.</summary>
    public static IEnumerable<string> Lacking => Files.Where(Lacks);

    public string Path => PathOf((string)Json["model"]!);

    public string WeightsPath => PathOf((string)Json["weights_file"]!);

    public Tensor Input => TensorJson.Read(Json["input"]!);

    public Tensor Output => TensorJson.Read(Json["output"]!);

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(path => System.IO.Path.GetFileName(path)).Order();

    public static ReferenceModel Open(string name) =>
        new(JsonNode.Parse(File.ReadAllText(PathOf(name + ".json")))!["cases"]![0]!.AsObject());

    public static string PathOf(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>
    /// Compares the parameters of a model by their paths; in a Sequential of Keras they begin with the name of the
    /// model.
    /// </summary>
    public static void Compare(JsonNode expected, Model model, double tolerance)
    {
        Assert.Equal(expected.AsObject().Count, model.Parameters.Count);
        foreach ((string path, JsonNode? values) in expected.AsObject())
        {
            string own = model is Sequential ? path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..] : path;
            Close.To(TensorJson.Read(values!), model.Parameters.Single(parameter => model.PathOf(parameter) == own).Value, tolerance, path);
        }
    }

    private static bool Lacks(string file) =>
        file.EndsWith(".keras", StringComparison.Ordinal)
        && Missing.Any(className => KerasArchive.Open(File.ReadAllBytes(PathOf(file))).Configuration.Contains($"\"{className}\"", StringComparison.Ordinal));

    private static bool IsMissing(string className)
    {
        try
        {
            Model.FromJson($$"""
                {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "{{className}}", "config": {"name": "x"} }] } }
                """);
            return false;
        }
        catch (ModelFileException exception)
        {
            return exception.Message.Contains($"no layer of class '{className}'", StringComparison.Ordinal);
        }
    }
}
