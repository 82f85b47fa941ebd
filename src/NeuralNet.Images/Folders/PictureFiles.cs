namespace NeuralNet.Images;

/// <summary>The files of pictures in a folder, and the indices of their classes.</summary>
/// <param name="ClassNames">The names of the classes; empty if the pictures have no classes.</param>
/// <param name="Paths">The paths of the files.</param>
/// <param name="Classes">The index of the class of each file.</param>
internal sealed record PictureFiles(string[] ClassNames, string[] Paths, int[] Classes)
{
    private static readonly string[] Extensions = [".bmp", ".gif", ".jpeg", ".jpg", ".png"];

    /// <summary>Finds the pictures without classes in a folder and in all folders below it.</summary>
    public static PictureFiles FindAll(string directory)
    {
        string[] paths = [.. PicturesIn(directory)];
        return paths.Length > 0 ? new PictureFiles([], paths, new int[paths.Length]) : throw NoPictures(directory);
    }

    /// <summary>Finds the pictures of the classes, each in a folder of its own and in all folders below it.</summary>
    public static PictureFiles FindClasses(string directory, IReadOnlyList<string>? classNames)
    {
        string[] folders = [.. Directory.GetDirectories(directory).Select(Name).Where(name => name[0] != '.')
            .Order(StringComparer.Ordinal)];
        string[] names = classNames is null ? folders : RequireFolders(directory, classNames, folders);
        if (names.Length < 2)
            throw new InvalidDataException($"A classification needs at least two classes; '{directory}' has {Listed(names)}. Each class is "
                + "a folder in it that contains the pictures of the class. For pictures without classes, give labelMode: LabelMode.None.");
        var paths = new List<string>();
        var classes = new List<int>();
        for (int i = 0; i < names.Length; i++)
        {
            string folder = Path.Combine(directory, names[i]);
            paths.AddRange(PicturesIn(folder));
            if (paths.Count == classes.Count)
                throw NoPictures(folder);
            classes.AddRange(Enumerable.Repeat(i, paths.Count - classes.Count));
        }

        return new PictureFiles(names, [.. paths], [.. classes]);
    }

    /// <summary>Puts the files in the order of Keras's shuffle.</summary>
    public PictureFiles Shuffled(int seed) => Gather(NumPyShuffle.Permutation(Paths.Length, seed));

    /// <summary>Returns one of two parts, whose sizes are those of Keras.</summary>
    public PictureFiles Part(double validationSplit, Subset subset)
    {
        int validation = (int)(validationSplit * Paths.Length), training = Paths.Length - validation;
        int[] part = subset == Subset.Training ? [.. Enumerable.Range(0, training)] : [.. Enumerable.Range(training, validation)];
        return part.Length > 0
            ? Gather(part)
            : throw new ArgumentException($"'{nameof(validationSplit)}' leaves no picture for {subset} of {Paths.Length}.", nameof(validationSplit));
    }

    private PictureFiles Gather(int[] order) => new(
        ClassNames, [.. order.Select(index => Paths[index])], [.. order.Select(index => Classes[index])]);

    /// <summary>
    /// Returns the pictures of a folder and of all folders below it: the folders in ordinal order of their paths, as in Keras, and the
    /// files of each in ordinal order of their names.
    /// </summary>
    private static IEnumerable<string> PicturesIn(string folder) => FoldersIn(folder).Order(StringComparer.Ordinal)
        .SelectMany(path => Directory.GetFiles(path).Where(IsPicture).Order(StringComparer.Ordinal));

    /// <summary>Returns a folder and all folders below it. Links are not followed, so that there is an end.</summary>
    private static IEnumerable<string> FoldersIn(string folder) => Directory.GetDirectories(folder)
        .Where(path => new DirectoryInfo(path).LinkTarget is null).SelectMany(FoldersIn).Prepend(folder);

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string[] RequireFolders(string directory, IReadOnlyList<string> classNames, string[] folders)
    {
        foreach (string name in classNames)
        {
            if (!folders.Contains(name, StringComparer.Ordinal))
                throw new ArgumentException($"'{directory}' has no folder of the class '{name}'; it has {Listed(folders)}.", nameof(classNames));
            if (classNames.Count(other => other == name) > 1)
                throw new ArgumentException($"The class '{name}' occurs twice.", nameof(classNames));
        }

        return [.. classNames];
    }

    private static InvalidDataException NoPictures(string folder) =>
        new($"The folder '{folder}' has no pictures: no file with the extension {string.Join(", ", Extensions)}.");

    private static string Listed(string[] names) => names.Length == 0 ? "none" : $"'{string.Join("', '", names)}'";

    private static string Name(string path) => Path.GetFileName(path);
}
