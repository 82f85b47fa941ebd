namespace NeuralNet.Tests;

public class LossReferenceTests
{
    private static readonly ReferenceFile File = new("losses");

    public static TheoryData<string> Cases => File.CasesOf(Loss.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        Loss loss = Loss.Known.Create(reference.Kind, reference.Configuration);
        Tensor target = reference["y_true"].ToTensor(), prediction = reference["y_pred"].ToTensor();
        double[]? weights = reference.Optional("sample_weight")?.Values;
        int rowLength = prediction.Shape.Last, rows = prediction.Length / rowLength;
        Assert.Equal(loss.TargetShape(prediction.Shape).Size, target.Length);

        float[] losses = new float[rows];
        loss.Evaluate(target.Data, prediction.Data, rowLength, losses);
        double value = losses.Select((rowLoss, i) => rowLoss * (weights?[i] ?? 1)).Sum() / rows;
        Close.To(reference["loss"].Values[0], value, Tolerance(reference), "loss");

        float[] gradient = new float[prediction.Length];
        loss.Gradient(target.Data, prediction.Data, rowLength, gradient);
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= (float)((weights?[i / rowLength] ?? 1) / rows);
        Close.To(reference["gradient"].Values, gradient, Tolerance(reference), "gradient");
    }

    /// <summary>
    /// Returns the tolerance, which is larger for binary cross-entropy from logits, for which Keras's formula is less exact.
    /// </summary>
    private static double Tolerance(ReferenceCase reference) =>
        reference.Kind == "binary_crossentropy" && reference.Configuration.GetBoolean("from_logits", false) ? 2e-5 : Close.Reference;
}
