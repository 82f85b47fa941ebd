namespace NeuralNet.Explainability;

/// <summary>
/// An explainer that asks a function for predictions and knows nothing else of it: <c>model.Predict</c>, or any function that
/// returns a row of outputs for each row. It is given many rows at a time, and may be called from several threads at once.
/// </summary>
public abstract class PredictionExplainer : Explainer
{
    private protected PredictionExplainer(string method, Func<Tensor, Tensor> predict)
        : base(method) => Predictor = new Predictor(predict);

    private protected Predictor Predictor { get; }

    private protected sealed override Attribution[] Explain(Tensor rows, int output, Run run)
    {
        float[] predictions = Predictor.Predict(rows, output);
        var attributions = new Attribution[rows.Rows];
        for (int row = 0; row < attributions.Length; row++)
            attributions[row] = Explain(Data.RowAt(rows, row), predictions[row], output, run.ForRow(row, attributions.Length));
        return attributions;
    }

    /// <summary>Explains one row, without a batch axis, whose prediction is known.</summary>
    private protected abstract Attribution Explain(Tensor row, float prediction, int output, Run run);
}
