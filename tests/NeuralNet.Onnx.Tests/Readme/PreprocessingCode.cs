namespace NeuralNet.Onnx.Tests;

/// <summary>The code about preprocessing in the README of the package, word for word between the marks.</summary>
internal static class PreprocessingCode
{
    public static Model Run(IRows training)
    {
        // <readme>
        FeatureSpace space = new FeatureSpace()
            .FloatNormalized("age", missing: MissingValues.Indicator)
            .FloatDiscretized("height", boundaries: [1.6f, 1.75f])
            .StringCategorical("job", missing: MissingValues.OwnCategory)
            .Cross(["height", "job"], crossingDim: 16)
            .Adapt(training);

        Sequential customers = new Sequential(space)
            .Dense(8, "relu")
            .Dense(1, "sigmoid");

        customers.ExportOnnx("customers.onnx");
        customers.ExportOnnx("encoded.onnx", includeEncoders: false);
        // </readme>
        return customers;
    }
}
