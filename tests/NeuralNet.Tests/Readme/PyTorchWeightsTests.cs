namespace NeuralNet.Tests;

/// <summary>Tests that the code of docs/pytorch-weights.md compiles and runs, on a file as PyTorch writes it.</summary>
[Collection(ProcessWide.Name)]
public class PyTorchWeightsTests
{
    [Fact]
    public void TheCodeIsWhatIsCompiled()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/pytorch-weights.md")).ReplaceLineEndings("\n");
        Assert.Equal(ReadmeTests.Marked("PyTorchWeights.cs"), ReadmeTests.CodeBlock().Match(page).Groups[1].Value);
    }

    [Fact]
    public void TheWeightsGiveTheResultsOfTheFormulas()
    {
        var net = new PyTorchNet();
        (Model? model, WeightsReport? report) = (null, null);
        string output = ReadmeTests.RunAway(() =>
        {
            File.WriteAllBytes("net.safetensors", net.File());
            (model, report) = PyTorchWeights.Run();
        });
        Assert.Equal("8 parameters match", output.Trim());
        Assert.True(report!.IsComplete);
        Assert.Empty(report.Notes);

        Tensor x = TestData.Normal([20, 4], 5), actual = model!.Predict(x);
        for (int row = 0; row < 20; row++)
        {
            double[] expected = net.Forward([.. x.Row(row).ToArray().Select(value => (double)value)]);
            for (int i = 0; i < 3; i++)
                Assert.Equal(expected[i], actual[row, i], 1e-4);
        }
    }
}
