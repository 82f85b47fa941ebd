using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that the code of docs/pytorch-weights.md compiles and runs, on a file that PyTorch wrote.</summary>
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
    public void ThePredictionsAreThoseOfPyTorch()
    {
        (Model? model, WeightsReport? report) = (null, null);
        string output = ReadmeTests.RunAway(() =>
        {
            File.Copy(StateDictBytes.PathOf("net"), "net.pt");
            (model, report) = PyTorchWeights.Run();
        });
        Assert.Equal("8 parameters match", output.Trim());
        Assert.True(report!.IsComplete);
        Assert.Empty(report.Notes);
        JsonNode expected = StateDictBytes.Expected["net"]!;
        Tensor prediction = model!.Predict(new ReferenceTensor(expected["input"]!).ToTensor());
        Close.To(new ReferenceTensor(expected["output"]!).ToTensor(), prediction, 2e-6, "prediction");
    }
}
