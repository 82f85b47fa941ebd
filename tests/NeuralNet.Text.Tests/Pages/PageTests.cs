using System.IO.Compression;
using System.Text.RegularExpressions;
using NeuralNet.Onnx;

namespace NeuralNet.Text.Tests;

/// <summary>Tests that the code of docs/text.md and of the README of the package compiles and runs.</summary>
[Collection(nameof(PageCollection))]
public sealed partial class PageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;
    private readonly StringWriter output = new();

    public PageTests()
    {
        Environment.CurrentDirectory = folder;
        Console.SetOut(output);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        Directory.Delete(folder, recursive: true);
        output.Dispose();
    }

    [Theory]
    [InlineData("docs/text.md", "TextPage.cs")]
    [InlineData("docs/sentences.md", "SentencesPage.cs")]
    [InlineData("src/NeuralNet.Text/README.md", "ReadmePage.cs")]
    public void CodeIsCompiled(string page, string code)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");
        string compiled = File.ReadAllText(Path.Combine(Repository.Root, "tests/NeuralNet.Text.Tests/Pages", code))
            .ReplaceLineEndings("\n");
        Assert.Equal(
            CodeBlock().Matches(text).Select(block => block.Groups[1].Value),
            Marked().Matches(compiled).Select(part => Indentation().Replace(part.Groups[1].Value, "")));
    }

    [Fact]
    public void TheProgramsOfThePageRun()
    {
        (string[] texts, string[] labels) = Sentences.Of(400, classes: 2, seed: 1);
        (string[] testTexts, string[] testLabels) = Sentences.Of(100, classes: 2, seed: 2);
        Assert.Equal("good", TextPage.Classifier(texts, labels).Name);
        Assert.Contains("\"lovely\" +", output.ToString(), StringComparison.Ordinal);
        Assert.InRange(TextPage.Options(texts, labels, testTexts, testLabels)["accuracy"], 0.97, 1);

        WriteCsv("train.csv", texts, labels);
        WriteCsv("test.csv", testTexts, testLabels);
        (Evaluation result, ClassPrediction prediction) = TextPage.Encoder();
        Assert.InRange(result["accuracy"], 0.97, 1);
        Assert.Equal("good", prediction.Name);

        WriteKeras("reviews.keras");
        Assert.InRange(TextPage.KerasFile().Probability, 0.5f, 1);
    }

    [Fact]
    public void TheProgramsOfTheReadmeRun()
    {
        (string[] texts, string[] labels) = Sentences.Of(200, classes: 2, seed: 1);
        (ClassPrediction prediction, TextExplanation explanation, TextClassifier loaded) = ReadmePage.Classifier(texts, labels);
        Assert.Equal(prediction, loaded.Predict("Claim your free prize now!"));
        Assert.Equal(5, explanation.Words.Count);
        (Tensor indices, Tensor predicted) = ReadmePage.Vectorization(texts);
        Assert.Equal([1, 200], indices.Shape);
        Assert.Equal([1, 2], predicted.Shape);
    }

    /// <summary>The network is a small one, with random vectors of words.</summary>
    [Fact]
    public async Task TheProgramsOfThePageOnSentencesRun()
    {
        (string[] texts, string[] labels) = Sentences.Of(300, classes: 2, seed: 1);
        (string[] testTexts, string[] testLabels) = Sentences.Of(100, classes: 2, seed: 2);
        WriteCsv("train.csv", texts, labels);
        WriteCsv("test.csv", testTexts, testLabels);
        IEnumerable<string> words = texts.SelectMany(text => Words().Matches(text.ToLowerInvariant()).Select(word => word.Value)).Distinct();
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. words];
        File.WriteAllLines("vocab.txt", vocabulary);
        var ids = new Input([null], seed: 1, name: "input_ids");
        new Model(ids, ids.Embedding(vocabulary.Length, 48, "normal").LayerNormalization()).ExportOnnx("model.onnx");

        (SentenceEncoder encoder, Tensor vectors) = SentencesPage.Encode();
        Assert.Equal([3, 48], vectors.Shape);
        (Evaluation result, ClassPrediction prediction) = SentencesPage.Classifier(encoder);
        Assert.InRange(result["accuracy"], 0.9, 1);
        Assert.Contains(prediction.Name, labels);
        Assert.Equal(48, (await SentencesPage.Generate(encoder))[1].Vector.Length);
    }

    private static void WriteCsv(string path, string[] texts, string[] labels) => File.WriteAllText(
        path, "review,opinion\n" + string.Concat(texts.Zip(labels, (text, label) => $"{text},{label}\n")));

    /// <summary>Writes the file of the Keras tests, whose input has another name.</summary>
    private static void WriteKeras(string path)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", "text_sequential.keras"), path);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        ZipArchiveEntry entry = archive.GetEntry("config.json")!;
        string config;
        using (var reader = new StreamReader(entry.Open()))
            config = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(archive.CreateEntry("config.json").Open());
        writer.Write(config.Replace("\"mail\"", "\"review\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"// <page>\n(.*?) +// </page>\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
