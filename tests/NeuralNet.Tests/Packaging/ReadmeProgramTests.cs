namespace NeuralNet.Tests.Packaging;

public sealed class ReadmeProgramTests
{
    private static readonly string Program = FirstProgram("README.md");

    [Fact]
    public void IsTheBeginningOfTheXorSample() =>
        Assert.StartsWith(Program, File.ReadAllText(Repository.Path("samples", "Xor", "Program.cs")), StringComparison.Ordinal);

    [Fact]
    public void IsTheOneOfThePackagesReadme() =>
        Assert.Equal(Program, FirstProgram("src", "NeuralNet", "README.md"));

    /// <summary>The README has no seed, so the program must succeed with any seed.</summary>
    [Fact]
    public void SolvesXorFromEverySeed()
    {
        Tensor x = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };
        for (int seed = 0; seed < 100; seed++)
        {
            var model = new Sequential(2, seed)
                .Dense(8, Activation.Tanh)
                .Dense(1, Activation.Sigmoid);
            model.Compile(new Adam(learningRate: 0.05f), Loss.BinaryCrossEntropy, Metric.Accuracy);
            model.Fit(x, y, epochs: 200, batchSize: 4);

            Tensor prediction = model.Predict(x);
            for (int row = 0; row < 4; row++)
                Assert.True(MathF.Round(prediction[row, 0]) == y[row, 0], $"Seed {seed}, row {row}: {prediction[row, 0]}, not {y[row, 0]}.");
        }
    }

    /// <summary>Returns the first C# program of a markdown file.</summary>
    internal static string FirstProgram(params ReadOnlySpan<string> markdownFile)
    {
        const string Fence = "```";
        string text = File.ReadAllText(Repository.Path(markdownFile)).ReplaceLineEndings("\n");
        return text.Split($"{Fence}csharp\n")[1].Split(Fence)[0];
    }
}
