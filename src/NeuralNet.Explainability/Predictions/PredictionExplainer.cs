namespace NeuralNet.Explainability;

/// <summary>
/// An explainer that asks a function for predictions and knows nothing else of it: <c>model.Predict</c>, or any function that
/// returns a row of outputs for each row. The method <c>model.Predict</c> is recognized as its model's, so the model's labels and feature
/// names are used, and the predicted class is explained by default; of another function that gives several outputs, one has to be named.
/// The function is given many rows at a time, and may be called from several threads at once. What it is
/// given is used again after the call, so it has to copy what it keeps.
/// </summary>
public abstract class PredictionExplainer : Explainer
{
    private protected PredictionExplainer(string method, Func<Tensor, Tensor> predict)
        : base(method) => Predictor = new Predictor(predict);

    private protected Predictor Predictor { get; }

    private protected sealed override Model? KnownModel => Predictor.Model;

    private protected sealed override Attribution[] Explain(Tensor rows, int? output, Run run)
    {
        Tensor prediction = Predictor.Predict(rows.Clone());
        int[] outputs = OutputChoice.ForRows(rows.Rows, output, prediction.RowLength, Predictor.Model, () => prediction);
        // The function may write into its result again, so the predictions are read before the next call.
        float[] predictions = [.. outputs.Select(
            (chosen, row) => Predictor.RequireFinite(prediction.Data[row * prediction.RowLength + chosen], chosen))];
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
