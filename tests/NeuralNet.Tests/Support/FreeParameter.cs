namespace NeuralNet.Tests;

/// <summary>Parameters outside any model, for optimizers to work on.</summary>
internal static class FreeParameter
{
    public static Parameter Of(ReferenceTensor values) => Of(values.ToTensor());

    public static Parameter Of(Tensor values)
    {
        var parameter = new Parameter(new Flatten(name: "free"), "value", values.Shape, new Zeros(), isTrainable: true, regularizer: null,
            constraint: null);
        parameter.SetValue(values);
        return parameter;
    }
}
