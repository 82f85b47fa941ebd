using NeuralNet;

/// <summary>
/// Images with one gray channel and the indices of their classes, from the IDX files of a part of MNIST or of a data set like it.
/// </summary>
/// <param name="Pixels">The images, (images, height, width, 1), with values from 0 to 255.</param>
/// <param name="Classes">The indices of the classes, (images).</param>
internal sealed record IdxImages(Tensor Pixels, Tensor Classes)
{
    /// <summary>
    /// Reads <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c> for the part <c>train</c>, compressed with gzip or not.
    /// </summary>
    public static IdxImages Read(string folder, string part)
    {
        Tensor pixels = IdxFile.Read(PathOf(folder, $"{part}-images-idx3-ubyte"));
        return new IdxImages(pixels.Reshape([.. pixels.Shape, 1]), IdxFile.Read(PathOf(folder, $"{part}-labels-idx1-ubyte")));
    }

    private static string PathOf(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : path + ".gz";
    }
}
