namespace NeuralNet.TensorFlowJs;

/// <summary>Writes models for TensorFlow.js.</summary>
public static class TensorFlowJsExtensions
{
    /// <summary>
    /// Writes the model as a layers model of TensorFlow.js, which <c>tf.loadLayersModel</c> reads: <c>model.json</c> and the weights in
    /// <c>group1-shard1of1.bin</c>. Settings that only training uses, such as initializers and penalties, are left out.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder for the two files, which is created if it does not exist. Existing files are replaced.</param>
    /// <exception cref="ArgumentException">Two layers have one name, or the folder's name is empty.</exception>
    /// <exception cref="NotSupportedException">
    /// TensorFlow.js has no counterpart of a layer; the message names the layer, and nothing was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">A Normalization has not learnt its mean and variance yet.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void ExportTensorFlowJs(this Model model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelWriter.Write(model, folder);
    }
}
