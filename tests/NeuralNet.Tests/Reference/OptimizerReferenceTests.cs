using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

public class OptimizerReferenceTests
{
    private static readonly ReferenceFile File = new("optimizers");

    public static TheoryData<string> Cases => File.CasesOf(Optimizer.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        Optimizer optimizer = Optimizer.Known.Create(reference.Kind, reference.Configuration);
        optimizer.Check();
        Parameter[] variables = [.. Tensors(reference.Json["variables"]).Select(FreeParameter.Of)];
        var state = new OptimizerState(optimizer);
        state.Train(variables);

        int stepNumber = 0;
        foreach (JsonNode? step in reference.Json["steps"]!.AsArray())
        {
            ReferenceTensor[] gradients = Tensors(step!["gradients"]), expected = Tensors(step["variables"]);
            for (int i = 0; i < variables.Length; i++)
                gradients[i].ToTensor().Data.CopyTo(state.Gradients[i].Values.Data);
            optimizer.Apply(state);
            for (int i = 0; i < variables.Length; i++)
                Close.To(expected[i].Values, variables[i].Value.Data, Close.Reference, $"step {stepNumber}, variable {i}");
            stepNumber++;
        }

        Assert.True(stepNumber > 0);
    }

    private static ReferenceTensor[] Tensors(JsonNode? list) => [.. list!.AsArray().Select(node => new ReferenceTensor(node!))];
}
