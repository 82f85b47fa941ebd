namespace NeuralNet.Explainability;

/// <summary>
/// An explainer that uses predictions alone: those of <c>model.Predict</c>, or of any function that returns a row of outputs for each row.
/// For <c>model.Predict</c>, the labels and feature names of the model are used, and the predicted class is explained by default; for
/// another function of several outputs, the caller chooses one. The function receives many rows at a time, and several threads may call it
/// at once. The rows that it receives are overwritten after the call, so it has to copy those that it keeps.
/// </summary>
public abstract class PredictionExplainer : Explainer
{
    private protected PredictionExplainer(string method, Func<Tensor, Tensor> predict)
        : base(method) => Function = new PredictionFunction(predict);

    private protected PredictionFunction Function { get; }

    private protected sealed override Model? KnownModel => Function.Model;

    private protected sealed override Attribution[] Explain(Tensor rows, int? output, Run run)
    {
        Tensor prediction = Function.Predict(rows.Clone());
        int[] outputs = OutputChoice.ForRows(rows.Rows, output, prediction.RowLength, Function.Model, () => prediction);
        // The function may write into its result again, so the predictions are read before the next call.
        float[] predictions = [.. outputs.Select(
            (chosen, row) => PredictionFunction.RequireFinite(prediction.AsSpan()[row * prediction.RowLength + chosen], chosen))];
        return RowGroup.Explain(
            outputs, run, (group, part) => Explain(group.Of(rows), [.. group.Rows.Select(row => predictions[row])], group.Output, part));
    }

    /// <summary>Explains rows whose predictions are known.</summary>
    private protected abstract Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run);

    /// <summary>Explains one row after the other, each without a batch axis.</summary>
    private protected static Attribution[] ExplainEach(
        Tensor rows, float[] predictions, Run run, Func<Tensor, float, Run, Attribution> explain) =>
        [.. predictions.Select((prediction, row) =>
            RequireFinite(explain(Data.RowAt(rows, row), prediction, run.ForRow(row, predictions.Length))))];

    private static Attribution RequireFinite(Attribution attribution) => attribution.Values.All(double.IsFinite)
        ? attribution
        : throw Overflow();

    private protected static InvalidOperationException Overflow() => new(
        "The outputs of the model are so large that sums of their differences overflow, so nothing can be explained. Scale what the "
        + "prediction function returns.");
}
