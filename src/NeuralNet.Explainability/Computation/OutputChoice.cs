namespace NeuralNet.Explainability;

/// <summary>The output that is explained where the caller names none.</summary>
internal static class OutputChoice
{
    /// <summary>
    /// Returns the index of the output for each row: the one that the caller chose, the only one, or the class that a classifier predicts.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="output">The output that the caller chose; null if the caller chose none.</param>
    /// <param name="outputs">The number of outputs of a row.</param>
    /// <param name="model">The model; null if only a function is known.</param>
    /// <param name="predict">Computes all outputs of the rows.</param>
    /// <exception cref="ArgumentException">No output was chosen, there are several, and they are not known as classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">An output is not finite.</exception>
    public static int[] ForRows(int rows, int? output, int outputs, Model? model, Func<Tensor> predict)
    {
        int[] chosen = new int[rows];
        if (output is null && outputs > 1 && model is not null && ModelOutputs.AreClasses(model))
            WriteClasses(predict(), chosen);
        else
            Array.Fill(chosen, Single(output, outputs, model));
        return chosen;
    }

    /// <summary>Returns the output that the caller chose, or the only one.</summary>
    /// <inheritdoc cref="ForRows(int, int?, int, Model?, Func{Tensor})"/>
    public static int Single(int? output, int outputs, Model? model)
    {
        if (output is { } number)
            return number < outputs ? number : throw PredictionFunction.NoSuchOutput(number, outputs);
        if (outputs == 1)
            return 0;
        string choice = FormattableString.Invariant($"Choose one of them: output: 0 to {outputs - 1}.");
        throw new ArgumentException(
            model is null
                ? $"The prediction function gives {outputs} outputs, and a function does not tell whether they are classes. {choice} "
                    + "Given the model itself, the predicted class is explained by default."
                : $"The model '{model.Name}' has {outputs} outputs. {choice}", nameof(output));
    }

    private static void WriteClasses(Tensor prediction, int[] classes)
    {
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<float> outputs = prediction.Row(row);
            for (int output = 0; output < outputs.Length; output++)
            {
                if (PredictionFunction.RequireFinite(outputs[output], output) > outputs[classes[row]])
                    classes[row] = output;
            }
        }
    }
}
