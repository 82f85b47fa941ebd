namespace NeuralNet.TestSupport;

/// <summary>A model that is exported and run by other programs, with data for its inputs.</summary>
internal sealed class ExportExample(string name, Func<Model> make, params Tensor[] inputs)
{
    public string Name { get; } = name;

    /// <summary>A word of the reason that the model cannot be written as ONNX; null if it can.</summary>
    public string? NotInOnnx { get; init; }

    public IReadOnlyList<Tensor> Inputs { get; } = inputs;

    /// <summary>Creates the model with parameters that all have an effect.</summary>
    public Model Make()
    {
        Model model = make();
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            Parameter parameter = model.Parameters[i];
            bool isPositive = parameter.ShortName.Contains("variance", StringComparison.Ordinal);
            parameter.SetValue(TestData.Uniform(parameter.Shape, seed: 100 + i, isPositive ? 0.5f : -1, isPositive ? 1.5f : 1));
        }

        return model;
    }

    public override string ToString() => Name;
}
