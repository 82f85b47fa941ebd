using System.Globalization;

namespace NeuralNet;

/// <summary>A file of the rows of a data set, which is opened if it exists, and otherwise built when it is needed.</summary>
internal sealed class DatasetCache
{
    private readonly Dataset? source;
    private readonly string path;
    private readonly SemaphoreSlim building = new(1, 1);
    private volatile RowFile? file;
    private volatile bool isVerified;

    /// <summary>Opens the file if it exists.</summary>
    /// <param name="source">The data set whose rows are stored; null for a file that exists.</param>
    /// <param name="path">The full path of the file.</param>
    public DatasetCache(Dataset? source, string path)
    {
        (this.source, this.path) = (source, path);
        if (source is null)
            file = RowFile.Open(path);
        else if (File.Exists(path) || Directory.Exists(path))
            file = OpenBuilt(source);
    }

    /// <summary>The number of rows; null if it is not known before the file is built.</summary>
    public long? Rows => file?.Rows ?? (source!.IsBatched ? null : source.Count);

    /// <summary>
    /// Opens the file, after it was built if it does not exist. The checksums of a file that another process built are verified once.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="OperationCanceledException">
    /// The pass was cancelled while the file was built or verified, by this thread or another.
    /// </exception>
    public RowFile Open(DatasetPass pass)
    {
        if (isVerified)
            return file!;
        building.Wait(pass.CancellationToken);
        try
        {
            if (file is null && !File.Exists(path))
            {
                RowFileWriter.Write(path, source!, pass with { Number = 0 });
                file = OpenBuilt(source!);
            }
            else if (!isVerified)
            {
                file ??= OpenBuilt(source!);
                Verify(file, pass.CancellationToken);
            }

            isVerified = true;
            return file!;
        }
        finally
        {
            building.Release();
        }
    }

    public override string ToString()
    {
        string name = Path.GetFileName(path);
        return source is null ? $"rows of '{name}'" : $"{source}, cached in '{name}'";
    }

    private void Verify(RowFile opened, CancellationToken cancellationToken)
    {
        try
        {
            opened.Verify(cancellationToken);
        }
        catch (InvalidDataException exception) when (source is not null)
        {
            throw new InvalidDataException(
                $"{exception.Message} Delete the file to build it anew from the data set ({source}).", exception);
        }
    }

    private RowFile OpenBuilt(Dataset of)
    {
        try
        {
            RowFile opened = RowFile.Open(path);
            Check(opened, of);
            return opened;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{exception.Message} Delete the file to build it anew from the data set ({of}).", exception);
        }
    }

    private void Check(RowFile opened, Dataset of)
    {
        if (opened.Metadata.GetValueOrDefault(FileMetadata.FormatKey) != RowFileWriter.Format)
            throw new InvalidDataException($"The file '{path}' is not a cache of this library: its metadata have no "
                + $"'{FileMetadata.FormatKey}' of '{RowFileWriter.Format}'. Give another path, or read it by FromSafetensors.");
        string? version = opened.Metadata.GetValueOrDefault(FileMetadata.VersionKey);
        if (version != RowFileWriter.Version.ToString(CultureInfo.InvariantCulture))
            throw new InvalidDataException($"The file '{path}' is a cache in version '{version}' of the format; this version of the "
                + $"library reads version {RowFileWriter.Version}.");
        if (!of.IsBatched && of.Count is long expected && expected != opened.Rows)
            throw new InvalidDataException(FormattableString.Invariant(
                $"The file '{path}' has {Counted.Of(opened.Rows, "row")}, and the data set has {expected}: it is a cache of other data."));
    }
}
