using System.Text.RegularExpressions;
using NeuralNet.Explainability;

namespace NeuralNet.Images.Tests;

/// <summary>Tests that the code of docs/images.md and of the README of the package compiles and runs.</summary>
[Collection(nameof(PageCollection))]
public sealed partial class PageTests : IDisposable
{
    private const int Size = 64, Part = 24;

    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;

    public PageTests()
    {
        Environment.CurrentDirectory = folder.Path;
        Console.SetOut(TextWriter.Null);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Theory]
    [InlineData("docs/images.md", "ImagesPage.cs")]
    [InlineData("src/NeuralNet.Images/README.md", "ReadmePage.cs")]
    public void CodeIsCompiled(string page, string code)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");
        string compiled = File.ReadAllText(Path.Combine(Repository.Root, "tests/NeuralNet.Images.Tests/Pages", code)).ReplaceLineEndings("\n");
        Assert.Equal(
            CodeBlock().Matches(text).Select(block => block.Groups[1].Value),
            Marked().Matches(compiled).Select(part => Indentation().Replace(part.Groups[1].Value, "")));
    }

    /// <summary>
    /// The pictures of the classes differ by the color of a square, whose place varies and where explanations have their maximum.
    /// </summary>
    [Fact]
    public void TheProgramsOfThePageRun()
    {
        WriteFlowers(24);
        Write("new.jpg", isRose: true, new RandomStream(9), row: 4, column: 36);
        (Model model, ImageFolder validation, ClassPrediction prediction) = ImagesPage.Classifier();
        Assert.Equal(["rose", "violet"], validation.ClassNames);
        Assert.Equal("rose", prediction.Name);
        Assert.Equal(prediction, ImagesPage.Prediction());
        Assert.InRange(model.Evaluate(validation)["accuracy"], 0.9, 1);

        Attribution[] reasons = ImagesPage.Reasons(model, validation);
        Assert.Equal(["grad-cam.svg", "lime.svg", "occlusion.svg", "shapley.svg"], Directory.GetFiles(folder.Path, "*.svg").Select(path => Path.GetFileName(path)).Order());
        foreach (Attribution reason in reasons[..2])
        {
            int highest = reason.Values.ToList().IndexOf(reason.Values.Max());
            Assert.InRange(highest / Size, 4 - 12, 4 + Part + 12);
            Assert.InRange(highest % Size, 36 - 12, 36 + Part + 12);
        }
    }

    [Fact]
    public void TheProgramOfTheReadmeRuns()
    {
        WriteFlowers(10);
        Write("rose.jpg", isRose: true, new RandomStream(8), row: 0, column: 0);
        Sequential model = new Sequential(new Shape(Size, Size, 3), seed: 1).Rescaling(1 / 255f).MaxPooling2D(8).Flatten().Dense(2, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        ReadmePage.Folder(model);
        Assert.Equal([Size, Size, 3], Picture.Load("small.png").Shape);
    }

    private static void WriteFlowers(int pictures)
    {
        var random = new RandomStream(7);
        for (int i = 0; i < pictures; i++)
        {
            bool isRose = i % 2 == 0;
            Write($"flowers/{(isRose ? "rose" : "violet")}/{i}.png", isRose, random, random.NextInt32(Size - Part), random.NextInt32(Size - Part));
        }
    }

    private static void Write(string path, bool isRose, RandomStream random, int row, int column)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var picture = new Tensor([Size, Size, 3]);
        for (int i = 0; i < picture.Length; i++)
            picture.AsSpan()[i] = 90 + random.NextInt32(40);
        for (int pixel = 0; pixel < Part * Part; pixel++)
        {
            int y = row + pixel / Part, x = column + pixel % Part;
            (picture[y, x, 0], picture[y, x, 2]) = isRose ? (230, 30) : (30, 230);
        }

        Picture.Save(picture, path, quality: 95);
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@" *// README\n(.*?) *// end\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^        ", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}

/// <summary>The tests that change the current folder, which run one after the other.</summary>
[CollectionDefinition(nameof(PageCollection), DisableParallelization = true)]
public sealed class PageCollection;
